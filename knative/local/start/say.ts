import type {InvocationEntry} from '@image-puller/functions';
import type {Applied} from './config-map/index.ts';
import type {Line} from './progress/index.ts';
import type {Told} from './story.ts';

/** A path as a shell takes it. */
export const quotePath = (path: string): string =>
  /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;

/** What an edit of the file came to. */
export function sayApplied(file: string, applied: Applied): readonly Line[] {
  switch (applied.is) {
    case 'absent':
      return [
        {tone: 'bad', text: `${file} is gone: the ConfigMap stays as it is; write the file again, and it is applied`},
      ];
    case 'rejected':
      return [
        ...applied.problems.map((problem): Line => ({tone: 'bad', text: `${file}: ${problem}`})),
        {tone: 'bad', text: 'What runs goes on as it is; save the file again when that is mended'},
      ];
    case 'applied':
      return [
        ...applied.configMaps.map(({name, did}): Line => ({tone: 'plain', text: `ConfigMap ${name} ${did}`})),
        ...applied.ignored.map((what): Line => ({tone: 'quiet', text: `${what} is left out: it configures no puller`})),
        ...applied.left.map(
          (name): Line => ({
            tone: 'plain',
            text: `ConfigMap ${name} is not in the file any more: it stays; kubectl delete configmap ${name} ends that puller`,
          }),
        ),
      ];
  }
}

/** An Event that was told to the author of the configuration. What images do is seen by itself. */
export function sayTold({type, reason, message}: Told): readonly Line[] {
  if (reason === 'ImageFailing' || reason === 'ImageRecovered') return [];
  return [{tone: type === 'Warning' ? 'bad' : 'plain', text: `${reason}: ${message}`}];
}

/** An invocation that did not come to a decision. */
export function sayEntry({severity, function: step, outcome, reason}: InvocationEntry): readonly Line[] {
  if (severity === 'INFO') return [];
  return [{tone: 'bad', text: `${step}: ${outcome}${reason === undefined ? '' : `: ${reason}`}`}];
}

/** What can be done now that everything is held. */
export function sayNext(options: {
  readonly file: string | undefined;
  readonly kubectl: string;
  readonly page: string;
  readonly configMap: string;
}): readonly Line[] {
  const {file, kubectl, page, configMap} = options;
  const lines = [
    '',
    'Try next:',
    ...(file === undefined ? [] : [`  edit ${file} and save: the nodes follow`]),
    `  ${kubectl} get daemonset,pods`,
    `  ${kubectl} describe configmap ${configMap}`,
    `  ${kubectl} edit configmap ${configMap}`,
    `  open ${page}`,
    '  Ctrl-C to stop',
    '',
  ];
  return lines.map(text => ({tone: 'plain', text}));
}

/** How kubectl gets to the cluster. */
export const formatKubectl = (kubeconfig: string, context: string | undefined): string =>
  `kubectl --kubeconfig ${quotePath(kubeconfig)}${context === undefined ? '' : ` --context ${quotePath(context)}`}`;
