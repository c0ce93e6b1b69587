import {buildStage, patchStatus, type Stage} from './stage.ts';

/** What a kubelet says of its node: it is Ready, and as large as whoever made the node says, or endless. */
export const buildNodeStage = (): Stage =>
  buildStage(
    'node-becomes-ready',
    'Node',
    [{key: '.status.conditions[]? | select(.type == "Ready") | .status', operator: 'NotIn', values: ['True']}],
    [patchStatus(status)],
  );

const status = `
{{ $now := Now }}
{{ $size := dict "cpu" "1k" "memory" "1Ti" "pods" "1M" }}
{{ $conditions := list }}
{{ range NodeConditions }}
  {{ $conditions = append $conditions (merge (dict "lastHeartbeatTime" $now "lastTransitionTime" $now) .) }}
{{ end }}
phase: Running
conditions: {{ toJson $conditions }}
addresses: [{type: InternalIP, address: 10.201.0.9}, {type: Hostname, address: {{ .metadata.name | Quote }}}]
capacity: {{ toJson (or .status.capacity $size) }}
allocatable: {{ toJson (or .status.capacity $size) }}
nodeInfo:
  architecture: {{ get .metadata.labels "kubernetes.io/arch" }}
  operatingSystem: linux
  kubeletVersion: kwok-{{ Version }}
  containerRuntimeVersion: kwok-{{ Version }}
  bootID: ""
  kernelVersion: ""
  kubeProxyVersion: ""
  machineID: ""
  osImage: ""
  systemUUID: ""
`;
