{{/* The rights to list nodes and to look at priority classes, for those ServiceAccounts, unless they are left out: (dict "root" $ "accounts" SUBJECTS). */}}
{{- define "image-puller.nodeReader" -}}
{{- if ne (toString (.root.Values.nodeReader).create) "false" }}
{{- $labels := include "image-puller.labels" (dict "root" .root "component" "nodes") }}
{{- $name := printf "image-puller-nodes:%s" .root.Release.Namespace }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: {{ $name }}
  labels: {{- $labels | nindent 4 }}
rules:
  - apiGroups: ['']
    resources: [nodes]
    verbs: [list]
  - apiGroups: [scheduling.k8s.io]
    resources: [priorityclasses]
    verbs: [get]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: {{ $name }}
  labels: {{- $labels | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: {{ $name }}
subjects: {{- toYaml .accounts | nindent 2 }}
{{- end }}
{{- end -}}
