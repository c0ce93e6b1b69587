module image-puller.test/tools/knative

go 1.26.0

require (
	knative.dev/eventing v0.50.0 // indirect
	knative.dev/serving v0.51.0 // indirect
)

tool (
	knative.dev/eventing/config/core/resources
	knative.dev/serving/config/core/300-resources
)
