{{/* Beginning of an object of a part of the installation: (dict "root" $ "part" NAME "component" NAME). */}}
{{- define "image-puller.metadata" -}}
name: {{ .part }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "image-puller.labels" . | nindent 2 }}
{{- end -}}

{{/* Where events go, and back from: (dict "root" $ "retry" N). */}}
{{- define "image-puller.delivery" -}}
retry: {{ .retry }}
backoffPolicy: exponential
backoffDelay: PT1S
{{- with (.root.Values.knative).deadLetterSink }}
deadLetterSink: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "image-puller.brokerSink" -}}
ref:
  apiVersion: eventing.knative.dev/v1
  kind: Broker
  name: image-puller
{{- end -}}

{{/* Of each function's revision; podAnnotations may say else. */}}
{{- define "image-puller.revisionAnnotations" -}}
autoscaling.knative.dev/min-scale: '0'
# One instance sees all wakes of a puller, and makes one run of those that come together.
autoscaling.knative.dev/max-scale: '1'
# How long an instance may be idle: an edit within it finds apply running.
autoscaling.knative.dev/window: 30s
# Knative's own container asks for nothing but CPU by itself: a ResourceQuota of memory or limits would refuse the pod.
queue.sidecar.serving.knative.dev/cpu-resource-request: 25m
queue.sidecar.serving.knative.dev/cpu-resource-limit: 500m
queue.sidecar.serving.knative.dev/memory-resource-request: 32Mi
queue.sidecar.serving.knative.dev/memory-resource-limit: 128Mi
{{- end -}}
