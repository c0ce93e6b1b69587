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
