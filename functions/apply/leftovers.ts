import {listHeirs} from '@image-puller/shared/decide';
import {isUp, isUpdated} from '@image-puller/shared/health';
import {listHolds} from '@image-puller/shared/holds';
import {covers, findNote, isReplacedBy, nameBridge} from '@image-puller/shared/lanes';
import type {Live} from '@image-puller/shared/live';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {Cluster} from '../cluster/index.ts';
import {type LanePlan, type PlannedPuller, readLanes} from '../observe/index.ts';
import {setOwners} from './claims.ts';
import {deleteAsFound} from './perform.ts';
import {replaceDespiteStatus} from './replace.ts';

/**
 * Deletes the DaemonSets that no lane wants any more: those of a puller that was renamed, once main is as it should be and
 * up everywhere, since until then, and where it is refused its new name, the old ones hold the images; and those of images
 * that have returned to main, or left the list; and a bridge that main has crossed. Of what stays in the list, none goes that
 * holds an image where nothing else does.
 *
 * One that another puller waits for passes to that one as it is.
 *
 * @returns what was done, for the log
 */
export async function deleteLeftovers(puller: PlannedPuller, cluster: Cluster): Promise<readonly string[]> {
  const [main] = puller.lanes;
  const needless: Live<DaemonSet>[] = [];
  for (const leftover of puller.leftovers) {
    const isBridge = leftover.metadata.name === nameBridge(puller.config.daemonSetName);
    const isOver = isBridge
      ? isDone(main) || (await isCrossed(leftover, main, cluster))
      : isNeedless(leftover, puller) || (isDone(main) && (await isReplaced(leftover, puller, cluster)));
    if (isOver) needless.push(leftover);
  }
  const done: string[] = [];
  for (const leftover of needless) {
    const heirs = listHeirs(leftover).filter(({uid}) => uid !== puller.configMap.metadata.uid);
    if (heirs.length === 0) await deleteAsFound(cluster, leftover);
    else await replaceDespiteStatus(cluster, setOwners(leftover, heirs), leftover);
    done.push(`${heirs.length === 0 ? 'deleted' : 'passed on'} ${leftover.metadata.name}`);
  }
  return done;
}

/**
 * Is main as it should be, on every node? Up alone may be pods of the template before, which began with the holder alone and
 * hold nothing.
 */
const isDone = (main: LanePlan | undefined): boolean =>
  main?.action.do === 'nothing' && main.observed !== undefined && isUpdated(main.observed) && isUp(main.observed);

/** Do the lanes hold what a leftover holds of the list? An image that fails now may be held from before. */
async function isReplaced(
  leftover: Live<DaemonSet>,
  {config, lanes}: PlannedPuller,
  cluster: Cluster,
): Promise<boolean> {
  const observed = lanes.flatMap(lane => lane.observed ?? []);
  const [over, ...under] = (await readLanes([leftover, ...observed], undefined, cluster)).map(({byNode}) => byNode);
  return over !== undefined && config.images.every(({image}) => isReplacedBy(image, over, under));
}

/** Has main been changed, and does it hold what the bridge held meanwhile? */
async function isCrossed(bridge: Live<DaemonSet>, main: LanePlan | undefined, cluster: Cluster): Promise<boolean> {
  if (main?.observed === undefined || main.action.do !== 'nothing' || !isUpdated(main.observed)) return false;
  const [over, under] = await readLanes([bridge, main.observed], undefined, cluster);
  return listHolds(bridge.spec?.template).every(
    ({image}) => over !== undefined && under !== undefined && covers(image, over.byNode, under.byNode, false),
  );
}

/** Is none of its images wanted, or each back in main by a note of check? One that was renamed is the same image. */
const isNeedless = ({spec}: Live<DaemonSet>, {config, notes}: PlannedPuller): boolean =>
  listHolds(spec?.template).every(held => {
    const same = config.images.filter(({image}) => image === held.image);
    const own = same.filter(({name}) => name === held.name);
    return (own.length > 0 ? own : same).every(image => findNote(notes, image)?.is === 'returned');
  });
