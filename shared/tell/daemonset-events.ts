import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {type Difference, isDeletedByRival, isMadeByRival, type Ownership} from '../decide/index.ts';
import type {Lane} from '../lanes/index.ts';
import type {Live} from '../live/index.ts';
import {formatImages} from './count.ts';
import {declare} from './declare.ts';
import type {Told} from './told.ts';

/** What is said of a write: in the log, and to the author of the configuration (nothing where no one need know). */
export interface Report {
  readonly decision: string;
  readonly told: readonly Told[];
}

/** A DaemonSet that is written. */
interface Written {
  readonly lane: Pick<Lane, 'name' | 'images'>;
  readonly ownership: Ownership;
}

export const applied = declare('Applied', {
  type: 'Normal',
  happened: 'the DaemonSet was created or changed',
  remedy: '',
  words: (lane: Written['lane'], what: string) => ({
    message: `DaemonSet ${lane.name} ${what}, for ${formatImages(lane)}`,
  }),
});

export const adopted = declare('Adopted', {
  type: 'Normal',
  happened:
    'a DaemonSet that the Go puller made, that was released, or that [another ConfigMap had](#when-a-configmap-takes-the-place-of-another), belongs to this puller now, with its pods',
  remedy: '',
  words: (lane: Written['lane'], how: string) => ({
    message: `DaemonSet ${lane.name}${how}, for ${formatImages(lane)}`,
  }),
});

export const sayCreated = ({lane}: Pick<Written, 'lane'>): Report => ({
  decision: 'created',
  told: [applied.say(lane, 'created')],
});

export function sayReplaced({lane, ownership}: Written, because: readonly Difference[]): Report {
  if (ownership.is === 'Adoptable') {
    const from = ownership.from === 'Go puller' ? 'made by the Go image puller' : 'that was released before';
    return {decision: `adopted (${ownership.from})`, told: [adopted.say(lane, `, ${from}, adopted`)]};
  }
  if (ownership.is === 'Inherited') {
    const from = ownership.from === undefined ? 'another ConfigMap' : `the ConfigMap ${ownership.from}`;
    return {decision: 'inherited', told: [adopted.say(lane, ` passed here from ${from}, with its pods`)]};
  }
  const parts = because.join(', ');
  // Our own record of the spec is nobody's news.
  const isNobodys = because.every(part => part === 'spec record');
  return {decision: `changed (${parts})`, told: isNobodys ? [] : [applied.say(lane, `updated (${parts})`)]};
}

export const released = declare('Released', {
  type: 'Normal',
  happened: 'the ConfigMap lost its label. Its DaemonSet stays as it is, and no puller changes it',
  remedy: 'put the label back, or delete the DaemonSet',
  words: (daemonSet: string) => ({
    message: `DaemonSet ${daemonSet} released: it stays as it is, and no puller changes it`,
  }),
});

export const goPullerRuns = declare('GoPullerRuns', {
  type: 'Warning',
  happened:
    'the Go puller still runs: it made its DaemonSet again after the ConfigMap got its label, and will delete it at its next interval. Or something deletes our DaemonSet in the foreground: the Go puller does that, and so does `kubectl delete --cascade=foreground`',
  remedy: '`kubectl delete rolebinding create-daemonset`, then delete its Deployment. The DaemonSet stays',
  words: (daemonSet: string, isNews: boolean, message: string) => ({
    about: daemonSet,
    isNews,
    message: `${message}, then its Deployment`,
  }),
});

/** What is said where another puller makes the DaemonSet too, or deletes it: what we make of it will not last. */
export function sayRival(
  {lane, observed, ownership}: Written & {readonly observed: Live<DaemonSet> | undefined},
  configMap: ConfigMap,
): readonly Told[] {
  const told = (isNews: boolean, message: string) => [goPullerRuns.say(lane.name, isNews, message)];
  if (observed === undefined) return [];
  if (isDeletedByRival(configMap, observed)) {
    // It rings with each pod that goes: once is enough.
    return told(
      false,
      `DaemonSet ${lane.name} is being deleted in the foreground. The Go image puller does that when it ends, and at each interval: if it still runs, delete its RoleBinding create-daemonset`,
    );
  }
  const isGoPullers = ownership.is === 'Adoptable' && ownership.from === 'Go puller';
  if (!isGoPullers || !isMadeByRival(configMap, observed)) return [];
  return told(
    true,
    `the Go image puller still runs: it made DaemonSet ${lane.name} after this ConfigMap was labelled, and deletes it again at each interval; delete its RoleBinding create-daemonset`,
  );
}

export const daemonSetRefused = declare('DaemonSetRefused', {
  type: 'Warning',
  happened: 'a DaemonSet of that name belongs to something else, and is left alone',
  remedy:
    'choose another `DAEMONSET_NAME`; or delete the other ConfigMap, and it passes to this one; or remove one of two installations',
  words: (message: string) => ({message}),
});

export const daemonSetRejected = declare('DaemonSetRejected', {
  type: 'Warning',
  happened: 'the API server, a quota or a webhook refused the DaemonSet. What runs stays as it is',
  remedy: 'fix what the message names',
  words: (message: string, about: string = message) => ({message, about}),
});

export const sayDeclined = (since: 'not ours' | 'invalid', because: readonly string[]): Report => ({
  decision: since === 'invalid' ? 'rejected by the API server' : 'refused: not ours',
  told: because.map(message => (since === 'invalid' ? daemonSetRejected : daemonSetRefused).say(message)),
});

/** What is said where the API server failed at a DaemonSet, and at nothing else. */
export const sayFailed = (message: string): Report => ({
  decision: 'not taken by the API server',
  told: [daemonSetRejected.say(`${message}. It is tried again, at the latest with the tick`, 'a failure')],
});
