import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {OwnerReference} from 'kubernetes-types/meta/v1';
import {type Asking, askFilter} from '../../ask/index.ts';
import {listHeirs} from '../../decide/index.ts';
import {isUp, isUpdated} from '../../health/index.ts';
import {listHolds} from '../../holds/index.ts';
import {findIsolation, isHeldWherever, isReplacedBy, nameBridge} from '../../lanes/index.ts';
import type {Live} from '../../live/index.ts';
import type {LanePlan, PlannedPuller} from '../puller.ts';
import {askByNode} from '../views.ts';

/** A DaemonSet that its puller lets go of. */
export interface Departure {
  readonly daemonSet: Live<DaemonSet>;
  /** Other pullers that wait for it: it passes to them as it is. With none it is deleted. */
  readonly heirs: readonly OwnerReference[];
}

/**
 * Finds the DaemonSets that no lane wants any more and that may go: those of a puller that was renamed, once main is as it should be and
 * up everywhere, since until then, and where it is refused its new name, the old ones hold the images; and those of images
 * that have returned to main, or left the list; and a bridge that main has crossed. Of what stays in the list, none goes that
 * holds an image where nothing else does.
 */
export function* findDepartures(puller: PlannedPuller): Asking<readonly Departure[]> {
  const {leftovers, configMap} = puller;
  const leaving = yield* askFilter(leftovers, leftover => mayLeave(leftover, puller));
  return leaving.map(daemonSet => ({
    daemonSet,
    heirs: listHeirs(daemonSet).filter(({uid}) => uid !== configMap.metadata.uid),
  }));
}

function* mayLeave(leftover: Live<DaemonSet>, puller: PlannedPuller): Asking<boolean> {
  const [main] = puller.lanes;
  if (leftover.metadata.name === nameBridge(puller.config.daemonSetName))
    return isDone(main) || (yield* isCrossed(leftover, main));
  return isNeedless(leftover, puller) || (isDone(main) && (yield* isReplaced(leftover, puller)));
}

/**
 * Is main as it should be, on every node? Up alone may be pods of the template before, which began with the holder alone and
 * hold nothing.
 */
const isDone = (main: LanePlan | undefined): boolean =>
  main?.action.do === 'nothing' && main.observed !== undefined && isUpdated(main.observed) && isUp(main.observed);

/** Do the lanes hold what a leftover holds of the list? An image that fails now may be held from before. */
function* isReplaced(leftover: Live<DaemonSet>, {config, lanes}: PlannedPuller): Asking<boolean> {
  const [over, ...under] = yield* askByNode([leftover, ...lanes.flatMap(lane => lane.observed ?? [])]);
  return over !== undefined && config.images.every(({image}) => isReplacedBy(image, over, under));
}

/** Has main been changed, and does it hold what the bridge held meanwhile? */
function* isCrossed(bridge: Live<DaemonSet>, main: LanePlan | undefined): Asking<boolean> {
  if (main?.observed === undefined || main.action.do !== 'nothing' || !isUpdated(main.observed)) return false;
  const [over, under] = yield* askByNode([bridge, main.observed]);
  return listHolds(bridge.spec?.template).every(
    ({image}) => over !== undefined && under !== undefined && isHeldWherever(image, over, under, false),
  );
}

/** Is none of its images wanted, or each back in main by a note of check? One that was renamed is the same image. */
const isNeedless = ({spec}: Live<DaemonSet>, {config, notes}: PlannedPuller): boolean =>
  listHolds(spec?.template).every(held => {
    const same = config.images.filter(({image}) => image === held.image);
    const own = same.filter(({name}) => name === held.name);
    return (own.length > 0 ? own : same).every(image => findIsolation(notes, image)?.is === 'returned');
  });
