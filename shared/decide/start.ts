import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {PullerConfig} from '../config/index.ts';
import {isHolderOnly, type Start} from '../daemonset/index.ts';
import {isUp} from '../health/index.ts';
import type {Lane} from '../lanes/index.ts';
import {annotations} from '../names/index.ts';
import {resolveLimit} from './limit.ts';

/** For nodes that never get as far, in milliseconds: after this long the images are rolled in where they can be. */
const startPatience = 30_000;
/** Longer for each node that is wanted: that many pods take their time, and those that are not Ready are in no wave. */
const patiencePerNode = 200;

/** What the start of a DaemonSet is decided by. */
export interface StartFacts {
  readonly lane: Pick<Lane, 'role' | 'isHeldBack'>;
  readonly config: Pick<PullerConfig, 'rolloutMaxNodes'>;
  /** Undefined where it is yet to be made. */
  readonly observed: DaemonSet | undefined;
  /** Nodes that could run its pods; undefined where we may not read nodes. */
  readonly nodes: number | undefined;
  readonly now: Date;
}

/**
 * Decides what a DaemonSet's pods begin with. Kubernetes starts a new DaemonSet on all nodes at once, and replaces a pod
 * that never was Ready at once too. So where more nodes are wanted than may pull, they begin with the holder alone, which
 * is Ready in seconds, and then the images are rolled in: the update strategy makes waves of it.
 */
export function decideStart({lane, config, observed, nodes, now}: StartFacts): Start {
  // It pulls nothing.
  if (lane.role === 'bridge') return 'images';
  if (lane.isHeldBack && (observed === undefined || isHolderOnly(observed))) return 'holder';
  if (observed === undefined) {
    return nodes !== undefined && nodes <= resolveLimit(config.rolloutMaxNodes, nodes) ? 'images' : 'holder';
  }
  if (!isHolderOnly(observed) || isUp(observed)) return 'images';
  // By our own clock, where it can be: the API server's may be far from it. A time that is far in the future says nothing.
  const {annotations: noted = {}, creationTimestamp = ''} = observed.metadata ?? {};
  const age = now.getTime() - Date.parse(noted[annotations.specWrittenAt] ?? creationTimestamp);
  const patience = startPatience + (observed.status?.desiredNumberScheduled ?? 0) * patiencePerNode;
  return Math.abs(age) < patience ? 'holder' : 'images';
}
