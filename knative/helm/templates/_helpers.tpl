{{/* Values by their names; some are not there when `helm upgrade --reuse-values` comes from another chart. */}}
{{- define "image-puller.mode" -}}
{{- .Values.mode | default "standalone" -}}
{{- end -}}

{{/* Labels of every object: (dict "root" $ "component" NAME). */}}
{{- define "image-puller.labels" -}}
app.kubernetes.io/name: kubernetes-image-puller
app.kubernetes.io/component: {{ .component }}
app.kubernetes.io/part-of: kubernetes-image-puller
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{/*
The same for pods, without the instance: DaemonSets of earlier versions select by it and the name. Their controller would take
over the pod of `helm test`, which nobody controls, and delete it.
*/}}
{{- define "image-puller.podLabels" -}}
{{- omit (include "image-puller.labels" . | fromYaml) "app.kubernetes.io/instance" | toYaml -}}
{{- end -}}

{{/* Is the image that the values name the Go puller's? These functions are not in it. */}}
{{- define "image-puller.isGoPullers" -}}
{{- if regexMatch "(^|/)eclipse/kubernetes-image-puller$" (.Values.image.repository | default "") }}true{{ end -}}
{{- end -}}

{{/* The functions' image. A repository of the values' own has the tag of this version, and not the release's digest. */}}
{{- define "image-puller.image" -}}
{{- $release := (.Files.Get "files/release.yaml" | fromYaml).functions -}}
{{- if include "image-puller.isGoPullers" . -}}
{{ $release.repository }}:{{ $release.tag }}
{{- else if .Values.image.repository -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- else -}}
{{ $release.repository }}:{{ .Values.image.tag | default $release.tag }}
{{- end -}}
{{- end -}}

{{/*
A key of the ConfigMap as text. The Go puller's chart puts a value as it is between the double quotes of a YAML scalar, so
that its values files say {\"a\": \"b\"} where {"a": "b"} is meant: what makes such a scalar is read as one. What does not,
JSON without backslashes above all, is taken as it is, and a map or list is written as JSON.
*/}}
{{- define "image-puller.text" -}}
{{- if or (kindIs "map" .) (kindIs "slice" .) -}}
{{- toJson . -}}
{{- else -}}
{{- $text := toString . -}}
{{- $scalar := printf "text: \"%s\"" $text | fromYaml -}}
{{- if hasKey $scalar "Error" -}}{{- $text -}}{{- else -}}{{- get $scalar "text" -}}{{- end -}}
{{- end -}}
{{- end -}}

{{/* The environment that all functions share. The installation is live while its ServiceAccount is. */}}
{{- define "image-puller.env" -}}
- name: FUNCTION_TARGET
  value: {{ .target }}
- name: INSTALLATION_ID
  value: serviceaccount/{{ .account }}
- name: SLEEP_IMAGE
  value: {{ .root.Values.sleepImage | default (.root.Files.Get "files/release.yaml" | fromYaml).sleepImage | quote }}
{{- end -}}

{{/* What the `restricted` Pod Security level asks for. The user is the image's, so that OpenShift can assign its own. */}}
{{- define "image-puller.restricted" -}}
allowPrivilegeEscalation: false
capabilities:
  drop: [ALL]
readOnlyRootFilesystem: true
runAsNonRoot: true
seccompProfile:
  type: RuntimeDefault
{{- end -}}
