import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {requestsLittle} from '../daemonset/index.ts';
import {isObserved} from '../health/index.ts';
import type {Requests} from '../lanes/index.ts';
import {annotations} from '../names/index.ts';

/** By then a DaemonSet has pods, if the API server takes them, in milliseconds. */
const admissionPatience = 5000;

/**
 * Decides what a bridge asks for: little, and where no pod of it is let in (a LimitRange may want more), what main asks
 * for, since main's pods were let in. A bridge that went over to that stays with it.
 *
 * @param bridge undefined where it is yet to be made
 */
export function decideBridgeRequests(bridge: DaemonSet | undefined, now: Date): Requests {
  if (bridge === undefined) return 'little';
  if (!requestsLittle(bridge)) return 'configured';
  const {desiredNumberScheduled: wanted = 0, currentNumberScheduled: made = 0} = bridge.status ?? {};
  // Older controllers write no status while they can't make a pod.
  const lacksAll = made === 0 && (wanted > 0 || !isObserved(bridge));
  const written = Date.parse(bridge.metadata?.annotations?.[annotations.specWrittenAt] ?? '');
  return lacksAll && Math.abs(now.getTime() - written) >= admissionPatience ? 'configured' : 'little';
}
