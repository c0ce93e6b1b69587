import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {OwnerReference} from 'kubernetes-types/meta/v1';
import {type Asking, ask} from '../ask/index.ts';
import type {Puller} from '../daemonset/index.ts';
import {findController, isConfigMap, isManaged} from '../decide/index.ts';
import type {Live} from '../live/index.ts';

/** Is the ConfigMap there that controls a DaemonSet of ours, and is another one than this puller's? Of no other is it asked. */
export function* askOtherLives(daemonSet: Live<DaemonSet>, puller: Puller): Asking<boolean> {
  const controller = findController(daemonSet);
  if (!isManaged(daemonSet) || controller === undefined || controller.uid === puller.uid) return false;
  return yield* askOwnerLives(controller);
}

/** Is this owner, a ConfigMap, there, with that uid, and not being deleted? */
export function* askOwnerLives(owner: OwnerReference | undefined): Asking<boolean> {
  return owner !== undefined && isConfigMap(owner) && (yield* ask('ownerLives', owner));
}
