import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {type Difference, isDeletedByRival, isMadeByRival, type Ownership} from '../decide/index.ts';
import type {Lane} from '../lanes/index.ts';
import type {Live} from '../live/index.ts';
import {formatImages} from './count.ts';
import type {Told} from './told.ts';

/** What is said of a write: in the log, and to the author of the configuration (nothing where no one need know). */
export interface Words {
  readonly decision: string;
  readonly told: readonly Told[];
}

/** A DaemonSet that is written. */
interface Written {
  readonly lane: Pick<Lane, 'name' | 'images'>;
  readonly ownership: Ownership;
}

export const sayCreated = ({lane}: Pick<Written, 'lane'>): Words => ({
  decision: 'created',
  told: [{reason: 'Applied', message: `DaemonSet ${lane.name} created, for ${formatImages(lane)}`}],
});

export function sayReplaced({lane, ownership}: Written, because: readonly Difference[]): Words {
  if (ownership.is === 'Adoptable') {
    const from = ownership.from === 'Go puller' ? 'made by the Go image puller' : 'that was released before';
    return {
      decision: `adopted (${ownership.from})`,
      told: [{reason: 'Adopted', message: `DaemonSet ${lane.name}, ${from}, adopted, for ${formatImages(lane)}`}],
    };
  }
  if (ownership.is === 'Inherited') {
    const from = ownership.from === undefined ? 'another ConfigMap' : `the ConfigMap ${ownership.from}`;
    const message = `DaemonSet ${lane.name} passed here from ${from}, with its pods, for ${formatImages(lane)}`;
    return {decision: 'inherited', told: [{reason: 'Adopted', message}]};
  }
  const decision = `changed (${because.join(', ')})`;
  // Our own record of the spec is nobody's news.
  if (because.every(part => part === 'spec record')) return {decision, told: []};
  const parts = because.join(', ');
  return {
    decision,
    told: [{reason: 'Applied', message: `DaemonSet ${lane.name} updated (${parts}), for ${formatImages(lane)}`}],
  };
}

/** What is said where another puller makes the DaemonSet too, or deletes it: what we make of it will not last. */
export function sayRival(
  {lane, observed, ownership}: Written & {readonly observed: Live<DaemonSet> | undefined},
  configMap: ConfigMap,
): readonly Told[] {
  const told = (isNews: boolean, message: string): readonly Told[] => [
    {reason: 'GoPullerRuns', about: lane.name, isNews, message: `${message}, then its Deployment`},
  ];
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

export const sayDeclined = (since: 'not ours' | 'invalid', because: readonly string[]): Words => ({
  decision: since === 'invalid' ? 'rejected by the API server' : 'refused: not ours',
  told: because.map(message => ({reason: since === 'invalid' ? 'DaemonSetRejected' : 'DaemonSetRefused', message})),
});

/** What is said of a DaemonSet that was let go of. */
export const sayReleased = (daemonSet: string): Told => ({
  reason: 'Released',
  message: `DaemonSet ${daemonSet} released: it stays as it is, and no puller changes it`,
});

/** What is said where the API server failed at a DaemonSet, and at nothing else. */
export const sayFailed = (message: string): Words => ({
  decision: 'not taken by the API server',
  told: [
    {
      reason: 'DaemonSetRejected',
      about: 'a failure',
      message: `${message}. It is tried again, at the latest with the tick`,
    },
  ],
});
