import type {Problem, PullerConfig} from '@image-puller/shared/config';
import type {Evicts} from '@image-puller/shared/daemonset';
import {type ClaimNote, findController, isInherited} from '@image-puller/shared/decide';
import {buildLanes, type Lane, type LaneNotes, parseNotes} from '@image-puller/shared/lanes';
import type {Live} from '@image-puller/shared/live';
import {annotations} from '@image-puller/shared/names';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import type {Context} from '../step.ts';
import {readClaims, readRejectedClaims} from './claims.ts';
import {identify, readConfig} from './config.ts';
import {readEviction} from './eviction.ts';
import {type LanePlan, planLane, type SpecQuestion} from './lane.ts';
import {findByName, isPuller, ownerLives} from './pullers.ts';

/** There is no such ConfigMap, or it is not labelled. */
interface NoPuller {
  readonly is: 'none';
}

/** A puller whose configuration holds nothing that could be applied. */
interface RejectedPuller {
  readonly is: 'rejected';
  readonly configMap: Live<ConfigMap>;
  readonly errors: readonly Problem[];
  /** What was wrong beside them; often it says why nothing usable is left. */
  readonly warnings: readonly Problem[];
  readonly daemonSets: readonly Live<DaemonSet>[];
  /** See `PlannedPuller`. */
  readonly claims: readonly ClaimNote[];
}

interface ConfiguredPuller {
  readonly is: 'configured';
  readonly configMap: Live<ConfigMap>;
  readonly config: PullerConfig;
  readonly warnings: readonly Problem[];
  /** Whether pods of its priority class evict others. */
  readonly evicts: Evicts;
  /** What is noted of images that fail. */
  readonly notes: LaneNotes;
  readonly wanted: readonly Lane[];
  /** Those labelled as ours, and whatever has a name that a lane wants. */
  readonly daemonSets: readonly Live<DaemonSet>[];
}

/** A puller with what is to be done about each of its lanes. */
export interface PlannedPuller extends Omit<ConfiguredPuller, 'is' | 'wanted'> {
  readonly is: 'planned';
  /** Main is the first. */
  readonly lanes: readonly LanePlan[];
  /** DaemonSets of this puller that no lane wants any more: it was renamed, or an image left its own. */
  readonly leftovers: readonly Live<DaemonSet>[];
  /** Another puller's, on which it is to be noted that this one is to have them next, or not any more. */
  readonly claims: readonly ClaimNote[];
}

/** A puller as it was found. */
export type ObservedPuller = NoPuller | RejectedPuller | PlannedPuller;

/** Reads a puller and decides what to do about it; `ask` tells how to learn whether a spec would change. */
export async function observePuller(name: string, ask: SpecQuestion, context: Context): Promise<ObservedPuller> {
  const found = await readPuller(name, context);
  if (found.is !== 'configured') return found;
  const {wanted, ...rest} = found;
  const {configMap, daemonSets} = rest;
  const puller = identify(configMap, context.cluster.namespace);
  const lanes = await Promise.all(wanted.map(lane => planPullerLane(rest, lane, ask, context)));
  const {daemonSetName} = rest.config;
  const {leftovers, notes: claims} = await readClaims(puller, daemonSetName, lanes, daemonSets, context.cluster);
  return {...rest, is: 'planned', lanes, leftovers, claims};
}

/** Reads what a decision about one lane of a puller depends on, and decides. */
export const planPullerLane = (
  {configMap, daemonSets, ...puller}: Pick<ConfiguredPuller, 'configMap' | 'config' | 'evicts' | 'daemonSets'>,
  lane: Lane,
  ask: SpecQuestion,
  context: Context,
  isPaced = false,
): Promise<LanePlan> =>
  planLane(
    identify(configMap, context.cluster.namespace),
    puller,
    lane,
    findByName(daemonSets, lane.name),
    ask,
    context,
    isPaced,
  );

/**
 * Reads the DaemonSets, then the ConfigMap. This order makes a stale writer conflict: whoever decides by an old
 * ConfigMap holds an old DaemonSet too. A DaemonSet that is not among ours can only be looked up once the ConfigMap has
 * told its name; then the ConfigMap is read once more, until it is the same before and after.
 */
async function readPuller(name: string, context: Context): Promise<NoPuller | RejectedPuller | ConfiguredPuller> {
  const {cluster} = context;
  let daemonSets = await cluster.listDaemonSets();
  let version: string | undefined;
  for (;;) {
    const configMap = await cluster.readConfigMap(name);
    if (configMap === undefined || !isPuller(configMap)) return {is: 'none'};
    const parsed = readConfig(configMap, context);
    if ('errors' in parsed) {
      const {errors, warnings} = parsed;
      const claims = await readRejectedClaims(configMap, daemonSets, context);
      return {is: 'rejected', configMap, errors, warnings, daemonSets, claims};
    }
    const {config, warnings} = parsed;
    const known = daemonSets;
    const notes = await readNotes(findByName(known, config.daemonSetName), configMap, context);
    const wanted = buildLanes(config, notes);
    const unknown = wanted.filter(lane => findByName(known, lane.name) === undefined);
    if (unknown.length === 0 || version === configMap.metadata.resourceVersion) {
      const evicts = await readEviction(config, cluster);
      return {is: 'configured', configMap, config, warnings, evicts, notes, wanted, daemonSets};
    }
    version = configMap.metadata.resourceVersion;
    const found = await Promise.all(unknown.map(lane => cluster.readDaemonSet(lane.name)));
    daemonSets = [...daemonSets, ...found.filter(daemonSet => daemonSet !== undefined)];
  }
}

/** What is noted on somebody else's DaemonSet is not ours to go by, unless it passes to us. */
async function readNotes(
  main: Live<DaemonSet> | undefined,
  configMap: Live<ConfigMap>,
  {cluster}: Context,
): Promise<LaneNotes> {
  if (main === undefined) return {};
  const puller = identify(configMap, cluster.namespace);
  const controller = findController(main);
  const isOurs = controller?.uid === puller.uid || isInherited(main, puller, await ownerLives(controller, cluster));
  return isOurs ? parseNotes(main.metadata.annotations?.[annotations.lanes]) : {};
}
