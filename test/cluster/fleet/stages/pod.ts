import {createHash} from 'node:crypto';
import {buildStage, patchStatus, type Stage} from './stage.ts';

/** How the kubelets of a fleet get on with images. Times are in milliseconds. */
export interface Pulls {
  /** What one image takes. A pod's are pulled one after another, as a kubelet does by default. */
  readonly duration: number;
  /** Of an image that failed, before the kubelet says ImagePullBackOff, and again before it tries anew. */
  readonly backOff: number;
  /** The images that can't be pulled, and on which nodes. */
  readonly failing: Readonly<Record<string, readonly string[]>>;
  /** The images whose tags mean another digest by now, with what makes it another one. */
  readonly moved: Readonly<Record<string, string>>;
}

/** The life of a pod on a node: its init containers run, then each image is pulled or fails, and it goes when told. */
export const buildPodStages = (pulls: Pulls): readonly Stage[] => [
  buildStage(
    'pod-starts',
    'Pod',
    [isAlive, {key: '.status.containerStatuses', operator: 'DoesNotExist'}],
    [patchStatus(starting(pulls))],
  ),
  buildStage(
    'pod-gets-on',
    'Pod',
    [isAlive, {key: `${next} | .state`, operator: 'Exists'}],
    [patchStatus(gettingOn(pulls))],
    delayOf(pulls),
  ),
  buildStage('pod-ends', 'Pod', [{key: '.metadata.deletionTimestamp', operator: 'Exists'}], [{delete: true}]),
];

const isAlive = {key: '.metadata.deletionTimestamp', operator: 'DoesNotExist'} as const;

/** The order in which the containers of a pod have their turn: an image that fails holds up no other. */
const turns = ['ContainerCreating', 'ErrImagePull', 'ImagePullBackOff'] as const;

/** The status of the container whose turn it is, in jq; nothing when all run. */
const next = `first((${turns.map(reason => JSON.stringify(reason)).join(', ')}) as $reason
  | .status.containerStatuses[]? | select(.state.waiting.reason == $reason))`;

const delayOf = ({duration, backOff}: Pulls): string =>
  `${next} | if .state.waiting.reason == "ContainerCreating" then "${duration}ms" else "${backOff}ms" end`;

/** The digest of an image by its name, and by what makes it another one. */
export const digestOf = (image: string, moved = ''): string =>
  `sha256:${createHash('sha256')
    .update(image + moved)
    .digest('hex')}`;

/** What a registry and containerd would make of an image's name (see `digestOf`). */
const imageId = ({moved}: Pulls): string => `
{{ define "imageID" }}{{ $moved := fromJson ${quote(moved)} -}}
"{{ regexReplaceAll "(:[^:/@]*)?(@.*)?$" . "" }}@sha256:{{ sha256sum (print . (dig . "" $moved)) }}"{{ end }}
`;

/** As a text of a template, whatever is in it. */
const quote = (value: object): string => JSON.stringify(JSON.stringify(value));

const starting = (pulls: Pulls): string => `
{{ $now := Now }}
phase: Pending
startTime: {{ $now | Quote }}
conditions:
- {type: Initialized, status: "True", lastTransitionTime: {{ $now | Quote }}}
- {type: Ready, status: "False", reason: ContainersNotReady, lastTransitionTime: {{ $now | Quote }}}
- {type: ContainersReady, status: "False", reason: ContainersNotReady, lastTransitionTime: {{ $now | Quote }}}
initContainerStatuses:
{{ range .spec.initContainers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: {{ template "imageID" .image }}
  ready: true
  restartCount: 0
  state: {terminated: {exitCode: 0, reason: Completed, startedAt: {{ $now | Quote }}, finishedAt: {{ $now | Quote }}}}
{{ end }}
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: ""
  ready: false
  started: false
  restartCount: 0
  state: {waiting: {reason: ContainerCreating}}
{{ end }}
${imageId(pulls)}
`;

/** The container whose turn it is gets one state further; the others stay as they are. */
const gettingOn = (pulls: Pulls): string => `
{{ $now := Now }}
{{ $failing := fromJson ${quote(pulls.failing)} }}
{{ $node := .spec.nodeName }}
{{ $next := "" }}
{{ range $reason := list ${turns.map(reason => JSON.stringify(reason)).join(' ')} }}
  {{ range $.status.containerStatuses }}
    {{ if and (eq $next "") (eq (dig "state" "waiting" "reason" "" .) $reason) }}{{ $next = .name }}{{ end }}
  {{ end }}
{{ end }}
{{ $ready := true }}
containerStatuses:
{{ range .status.containerStatuses }}
{{ if ne .name $next }}
- {{ toJson . }}
  {{ if not .ready }}{{ $ready = false }}{{ end }}
{{ else if eq .state.waiting.reason "ErrImagePull" }}
- {{ template "waiting" (list . "ImagePullBackOff" (printf "Back-off pulling image %q" .image)) }}
  {{ $ready = false }}
{{ else if has $node (dig .image list $failing) }}
- {{ template "waiting" (list . "ErrImagePull" (printf "failed to pull and unpack image %q: not found" .image)) }}
  {{ $ready = false }}
{{ else }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: {{ template "imageID" .image }}
  ready: true
  started: true
  restartCount: 0
  state: {running: {startedAt: {{ $now | Quote }}}}
{{ end }}
{{ end }}
{{ if $ready }}
phase: Running
conditions:
- {type: Ready, status: "True", reason: null, lastTransitionTime: {{ $now | Quote }}}
- {type: ContainersReady, status: "True", reason: null, lastTransitionTime: {{ $now | Quote }}}
{{ end }}
${imageId(pulls)}
{{ define "waiting" }}{{ toJson (merge (dict "state" (dict "waiting" (dict "reason" (index . 1) "message" (index . 2)))) (omit (index . 0) "state")) }}{{ end }}
`;
