import type {InvocationEntry} from '@image-puller/functions';
import type {RolledOut} from './cluster/index.ts';
import type {Applied} from './config-map/index.ts';
import type {Line} from './progress/index.ts';
import type {Refreshed, Told} from './story.ts';
import type {Moved} from './tags/index.ts';

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
        {tone: 'bad', text: 'What runs goes on as it is; fix it and save the file again'},
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
  const about = {source: 'Event', words: message} as const;
  return [{tone: type === 'Warning' ? 'bad' : 'plain', text: `${reason}: ${message}`, about}];
}

/** An invocation that did not come to a decision. */
export function sayEntry({severity, function: step, outcome, reason}: InvocationEntry): readonly Line[] {
  if (severity === 'INFO') return [];
  return [{tone: 'bad', text: `${step}: ${outcome}${reason === undefined ? '' : `: ${reason}`}`}];
}

/** What a save of the file of tags came to. `ask` is the command that asks for a refresh. */
export function sayMoved(file: string, moved: Moved, ask: string): readonly Line[] {
  if (moved.is === 'rejected') {
    return [
      ...moved.problems.map((problem): Line => ({tone: 'bad', text: `${file}: ${problem}`})),
      {tone: 'bad', text: 'No tag has moved; fix it and save the file again'},
    ];
  }
  if (moved.tags.length === 0) return [];
  return [
    ...moved.tags.map(({reference, build}): Line => {
      const now = build === undefined ? 'means again what it meant at first' : `is build ${build} now`;
      return {tone: 'plain', text: `${reference} ${now}, in the simulated registry: nodes find it by the next refresh`};
    }),
    {tone: 'quiet', text: `ask for one: ${ask}`},
  ];
}

/** A scout that was sent. */
export const sayScouted = (node: string): Line => ({
  tone: 'plain',
  text: `refresh: a pod on ${node} asks the registry what the tags mean`,
});

/** A refresh that rolls nothing; of one that does an Event tells. */
export const sayRefreshed = (how: Refreshed): Line => ({
  tone: 'plain',
  text: how === 'no answer' ? 'refresh: no node answered; no pod is rolled' : 'refresh: answered; no pod is rolled',
});

/** A rollout that has ended. */
export const sayRolledOut = ({daemonSet, pods}: RolledOut): Line => ({
  tone: 'plain',
  text: `DaemonSet ${daemonSet} is rolled out: ${pods === 1 ? 'its one pod is' : `all ${pods} pods are`} of its present template`,
});

/** A ConfigMap that configures no puller any more. `file` has it, and can bring it back. */
export function sayGone(name: string, is: 'deleted' | 'unlabelled', file: string | undefined): Line {
  if (is === 'unlabelled')
    return {tone: 'bad', text: `ConfigMap ${name} has lost its label: it does not configure a puller any more`};
  const back = file === undefined ? '' : `; save ${file} to make it again`;
  return {tone: 'bad', text: `ConfigMap ${name} deleted: nothing holds its images any more${back}`};
}

/** What can be done now that everything is held. */
export function sayNext(options: {
  readonly file: string | undefined;
  /** Undefined where the nodes are real. */
  readonly simulated: SimulatedNext | undefined;
  readonly kubectl: string;
  readonly page: string;
  readonly configMap: string;
}): readonly Line[] {
  const {file, simulated, kubectl, page, configMap} = options;
  const lines = [
    '',
    'Try next:',
    ...(file === undefined ? [] : [`  edit ${file} and save: the nodes follow`]),
    ...(simulated === undefined ? [] : listSimulated(simulated, kubectl, configMap)),
    '  what kubectl sees:',
    `    ${kubectl} get daemonset,pods`,
    `    ${kubectl} describe configmap ${configMap}`,
    `    ${kubectl} edit configmap ${configMap}`,
    `  open ${page}`,
    '  Ctrl-C to stop',
    '',
  ];
  return lines.map(text => ({tone: 'plain', text}));
}

/** What moves in a simulated cluster alone. */
interface SimulatedNext {
  /** The file that moves tags. */
  readonly tags: string;
  /** One that can be moved. */
  readonly image: string;
  /** A file with a Node. */
  readonly node: string;
}

const listSimulated = ({tags, image, node}: SimulatedNext, kubectl: string, configMap: string): readonly string[] => [
  `  a tag moves: write the line \`${image}: 2\` into ${tags}, save, and ask for a refresh:`,
  `    ${formatRefresh(kubectl, configMap)}`,
  '  a node joins, and leaves:',
  `    ${kubectl} apply -f ${quotePath(node)}`,
  `    ${kubectl} delete node another-node`,
];

/** Asks for a refresh: by the present time, which a shell writes. */
export const formatRefresh = (kubectl: string, configMap: string): string =>
  `${kubectl} annotate configmap ${configMap} --overwrite kubernetes-image-puller/refresh-requested=$(date -u +%FT%TZ)`;

/** How kubectl gets to the cluster. */
export const formatKubectl = (kubeconfig: string, context: string | undefined): string =>
  `kubectl --kubeconfig ${quotePath(kubeconfig)}${context === undefined ? '' : ` --context ${quotePath(context)}`}`;
