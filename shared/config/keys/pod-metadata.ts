import {annotationKey, labelKey, labelValue} from '../../formats/index.ts';
import {explainReservedAnnotation, explainReservedPodLabel} from '../../names/index.ts';
import {checked, limitBytes, parseJsonBy, stringMap} from '../json/index.ts';
import type {Key} from '../key.ts';

/** In bytes: every pod carries them, and the names are noted on the DaemonSet beside all else that is. */
const most = 8 * 1024;

const labels = checked(
  stringMap({key: labelKey, value: labelValue, reserved: explainReservedPodLabel, bad: 'is left out'}),
  limitBytes(most),
);
const annotations = checked(
  stringMap({key: annotationKey, reserved: explainReservedAnnotation, bad: 'is left out'}),
  limitBytes(most),
);

const meshes = `By default the pods ask service meshes for no sidecar: they have the label and the annotation
\`sidecar.istio.io/inject: "false"\` and the annotation \`linkerd.io/inject: disabled\`. If you set one of these keys, as a label or as an
annotation, yours is used and the default of that key is left out.`;

/** `POD_LABELS`: labels of every pod. */
export const podLabels: Key<{readonly [name: string]: string}> = {
  name: 'POD_LABELS',
  default: '{}',
  parse: text => parseJsonBy(text, labels, {}, 'write a JSON object of strings such as {"example.com/team":"a"}'),
  values: 'a JSON object of strings',
  example: '{"example.com/team":"a"}',
  origin: 'new',
  doc: `Labels of every pod of this puller. If you change them, the pods are replaced. If you remove one here, it is removed from the pods.
${meshes} An entry is left out with a warning if Kubernetes does not allow it, if its value is not a string, or if the puller
or Kubernetes needs that label. The configuration is rejected if the value is not a JSON object or is larger than 8 KiB.`,
};

/** `POD_ANNOTATIONS`: annotations of every pod. */
export const podAnnotations: Key<{readonly [name: string]: string}> = {
  name: 'POD_ANNOTATIONS',
  default: '{}',
  parse: text =>
    parseJsonBy(text, annotations, {}, 'write a JSON object of strings such as {"example.com/owner":"team-a"}'),
  values: 'a JSON object of strings',
  example: '{"example.com/owner":"team-a"}',
  origin: 'new',
  doc: `Annotations of every pod of this puller. (\`DAEMONSET_ANNOTATIONS\` are those of the DaemonSet.) The rules are those of
\`POD_LABELS\`, also for service meshes.`,
};
