import {adviseStart, type BlockedNodes, type Starts, type StuckNodes} from '../health/index.ts';
import type {Refusal} from '../refusal/index.ts';
import {formatNodes} from './count.ts';
import {declare} from './declare.ts';

/** Of full nodes, and of those where a quota leaves no room. */
interface NoRoom extends Pick<StuckNodes, 'withoutRoom' | 'lacks'> {
  readonly refused: number;
}

export const noRoomForSurge = declare('NoRoomForSurge', {
  type: 'Warning',
  happened:
    'the nodes that a rollout has not reached yet have no room for a second pod. There the old pod ends before the new one is Ready. The message says what is missing',
  remedy: 'nothing. For no gap, leave [room for one more pod](#no-room-for-a-second-pod) of the puller on each node',
  words: (daemonSet: string, {withoutRoom, lacks, refused}: NoRoom) => {
    const causes = [...lacks, ...(refused > 0 ? [`quota (${formatNodes(refused)})`] : [])].join(', ');
    const nodes = withoutRoom + refused;
    return {
      about: daemonSet,
      isNews: true,
      message: `DaemonSet ${daemonSet}: ${formatNodes(nodes)} ${nodes === 1 ? 'has' : 'have'} no room for a second pod for lack of ${causes}; there the old pod ends before the new one is Ready`,
    };
  },
});

/** The scout, or pods that are missing on so many nodes. */
type Which = 'scout' | {readonly nodes: number};

export const podsRefused = declare('PodsRefused', {
  type: 'Warning',
  happened:
    "the API server refuses the pods of a DaemonSet, or a scout. The message says what refuses them, in the API server's words",
  remedy: 'as the message says; [what happens until then](#no-room-for-a-second-pod)',
  words: (daemonSet: string, which: Which, {refuser, words}: Refusal) => ({
    // What it is about is a part of an Event's name, which earlier versions gave it.
    about: which === 'scout' ? `${daemonSet} probe` : daemonSet,
    message: `DaemonSet ${daemonSet}: ${
      which === 'scout'
        ? 'the scout that asks which tags have moved is refused'
        : `its pods for ${formatNodes(which.nodes)} are refused`
    } by ${refuser.name} (${refuser.remedy}): ${words}`,
  }),
});

export const podsNotStarting = declare('PodsNotStarting', {
  type: 'Warning',
  happened:
    'on some nodes the pods do not get as far as their images: they find no place, or their init container fails. The message has the number of nodes, the names of the first, and the most frequent reason',
  remedy: 'as the message says',
  words: ({nodes, reasons}: Starts, wanted: number) => {
    const [reason = 'no reason given', ...others] = reasons;
    const advice = adviseStart(reason);
    const more =
      others.length === 0 ? '' : `; and ${others.length} other ${others.length === 1 ? 'reason' : 'reasons'}`;
    return {
      about: 'pods',
      message: `new pods do not start on ${nodes.length} of ${Math.max(wanted, nodes.length)} nodes (${listNames(nodes)})${advice === undefined ? '' : `, ${advice}`}: ${reason}${more}`,
    };
  },
});

/** Of the nodes that are named. */
const namesTold = 3;

const listNames = (names: readonly string[]): string =>
  names.length <= namesTold
    ? names.join(', ')
    : `${names.slice(0, namesTold).join(', ')} and ${names.length - namesTold} more`;

export const podsStarted = declare('PodsStarted', {
  type: 'Normal',
  happened: 'that is over: the pods start on every node again',
  remedy: '',
  words: () => ({message: 'the pods start on every node again'}),
});

export const podsBlocked = declare('PodsBlocked', {
  type: 'Warning',
  happened:
    "all images of a pod run, but a container that is not the puller's (a mesh's sidecar) keeps the pod from being Ready",
  remedy: 'fix that container, or [keep it out of the pods](troubleshooting.md#a-sidecar-in-the-pods-service-mesh)',
  words: ({nodes, reasons}: BlockedNodes) => ({
    about: 'foreign containers',
    message: `pods on ${formatNodes(nodes)} are not Ready because of a container that this puller did not add: ${reasons.join(', ')}; repair it, or keep it out of these pods with POD_LABELS or POD_ANNOTATIONS`,
  }),
});
