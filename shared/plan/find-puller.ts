import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {type Asking, ask, askAll} from '../ask/index.ts';
import type {Puller} from '../daemonset/index.ts';
import {findController, isInherited} from '../decide/index.ts';
import {buildLanes, type IsolationNotes, type Lane, parseIsolation} from '../lanes/index.ts';
import type {Live} from '../live/index.ts';
import {annotations} from '../names/index.ts';
import {askRejectedClaims} from './claims.ts';
import {identify, isPuller, parseDeclaration} from './declaration.ts';
import {askOtherLives} from './owners.ts';
import {type ConfiguredPuller, findByName, type NoPuller, type RejectedPuller} from './puller.ts';
import type {Setting} from './setting.ts';

/** A puller with the lanes that it wants. */
export interface WantingPuller extends ConfiguredPuller {
  readonly is: 'configured';
  readonly wanted: readonly Lane[];
}

/**
 * Asks for the DaemonSets, then for the ConfigMap. This order makes a stale writer conflict: whoever decides by an old
 * ConfigMap holds an old DaemonSet too. A DaemonSet that is not among ours can only be looked up once the ConfigMap has
 * told its name; then the ConfigMap is asked for once more, until it is the same before and after.
 */
export function* findPuller(name: string, setting: Setting): Asking<NoPuller | RejectedPuller | WantingPuller> {
  let daemonSets = yield* ask('daemonSets', 'all');
  let version: string | undefined;
  for (let after = 0; ; after++) {
    const configMap = yield* ask('declaration', {name, after});
    if (configMap === undefined || !isPuller(configMap)) return {is: 'none'};
    const puller = identify(configMap, setting);
    const parsed = parseDeclaration(configMap, setting);
    if ('errors' in parsed) {
      const claims = yield* askRejectedClaims(configMap, daemonSets, setting);
      return {is: 'rejected', configMap, ...parsed, daemonSets, claims};
    }
    const known = daemonSets;
    const notes = yield* askNotes(findByName(known, parsed.config.daemonSetName), puller);
    const wanted = buildLanes(parsed.config, notes);
    const unknown = wanted.filter(lane => findByName(known, lane.name) === undefined);
    if (unknown.length === 0 || version === configMap.metadata.resourceVersion)
      return {is: 'configured', puller, configMap, ...parsed, notes, wanted, daemonSets};
    version = configMap.metadata.resourceVersion;
    const found = yield* askAll(unknown.map(lane => ask('daemonSet', {name: lane.name, after})));
    daemonSets = [...daemonSets, ...found.filter(daemonSet => daemonSet !== undefined)];
  }
}

/** What is noted on somebody else's DaemonSet is not ours to go by, unless it passes to us. */
function* askNotes(main: Live<DaemonSet> | undefined, puller: Puller): Asking<IsolationNotes> {
  if (main === undefined) return {};
  const controller = findController(main);
  const isOurs = controller?.uid === puller.uid || isInherited(main, puller, yield* askOtherLives(main, puller));
  return isOurs ? parseIsolation(main.metadata.annotations?.[annotations.lanes]) : {};
}
