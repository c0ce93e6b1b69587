import {findRequest, parseDeclaredRequest} from '../../decide/index.ts';
import {isRememberedFailing, isUp, isUpdated, parseMemories} from '../../health/index.ts';
import {annotations} from '../../names/index.ts';
import type {PlannedPuller} from '../puller.ts';

/** Is there something that check is to watch, though nothing was written? */
export const isOpen = (puller: PlannedPuller, now: Date): boolean =>
  // What is being deleted may ring nobody when it has gone: a Go puller's has no label of ours.
  puller.lanes.some(({action}) => action.do === 'wait') || isRefreshAsked(puller, now) || isMended(puller);

/** An image that is held apart is up everywhere, and check has not told yet: it does not watch what fails there. */
function isMended({lanes: [main, ...apart]}: PlannedPuller): boolean {
  const memories = parseMemories(main?.observed?.metadata.annotations?.[annotations.images]);
  return apart.some(
    ({lane, observed}) => observed !== undefined && isUp(observed) && isRememberedFailing(memories, lane.images),
  );
}

/** check keeps what was asked for, and sees to it. While a rollout is under way it looks in any case. */
function isRefreshAsked({configMap, lanes: [main]}: PlannedPuller, now: Date): boolean {
  if (main?.observed === undefined || main.ownership.is !== 'Ours') return false;
  if (parseDeclaredRequest(configMap, main.observed, now).news !== undefined) return true;
  return findRequest(main.observed) !== undefined && isUpdated(main.observed) && isUp(main.observed);
}
