import {formatProblem, type NamedImage} from '@image-puller/shared/config';
import {findController, isOwner} from '@image-puller/shared/decide';
import {
  type BlockedNodes,
  type ImageSummary,
  type NodeCounts,
  type NodesView,
  type PullerSummary,
  summarizePuller,
} from '@image-puller/shared/health';
import {listHolds} from '@image-puller/shared/holds';
import type {Live} from '@image-puller/shared/live';
import {annotations, placeholderName} from '@image-puller/shared/names';
import {describeRefusal} from '@image-puller/shared/refusal';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {ApiError} from '../cluster/index.ts';
import {
  askRecord,
  explainSandboxes,
  type LaneView,
  type ObservedPuller,
  observePuller,
  readLanes,
  readLeftovers,
  readNodes,
  readRefusal,
} from '../observe/index.ts';
import type {Context} from '../step.ts';

/** One puller as `/status.json` shows it. Counts are of nodes. */
export interface PullerStatus {
  /** The name of its ConfigMap. */
  readonly name: string;
  readonly namespace: string;
  /** Every image is held on every eligible node, by pods that nothing keeps from being Ready. */
  readonly ready: boolean;
  readonly nodes: NodeCounts;
  readonly images: readonly ImageSummary[];
  /** What is wrong with its configuration or its DaemonSet, one line each. */
  readonly problems: readonly string[];
  /** RFC 3339, or null before the first one. */
  readonly lastRefresh: string | null;
}

/** All pullers of this installation. */
export interface Status {
  readonly pullers: readonly PullerStatus[];
}

/** Reads the status of all pullers; none is an empty list. */
export async function readStatus(context: Context): Promise<Status> {
  const [configMaps, nodes] = await Promise.all([context.cluster.listConfigMaps(), readNodes(context.cluster)]);
  const pullers: PullerStatus[] = [];
  for (const configMap of configMaps) {
    // One that can't be read is that one's problem; where nothing can be read, the lists above have failed.
    pullers.push(
      await readPullerStatus(configMap, nodes, context).catch(error => describeUnread(configMap, error, context)),
    );
  }
  return {pullers};
}

async function readPullerStatus(
  {metadata}: Live<ConfigMap>,
  nodes: NodesView | undefined,
  context: Context,
): Promise<PullerStatus> {
  const puller = await observePuller(metadata.name, askRecord, context);
  const {images, daemonSets} = findHolders(puller);
  const leftovers = puller.is === 'planned' ? await readLeftovers(puller, nodes, context.cluster) : [];
  const held = await readLanes(daemonSets, nodes, context.cluster);
  const views = await explainSandboxes([...held, ...leftovers], context);
  const lanes = await readRefusals(views, context);
  const summary = summarizePuller(images, lanes, nodes, context.now());
  const problems = [
    ...listProblems(puller),
    ...lanes.flatMap(({daemonSet, refused}) =>
      refused === undefined ? [] : [`DaemonSet ${daemonSet.metadata.name}: pods are ${refused}`],
    ),
    ...(summary.withoutRoom > 0 ? [describeFull(summary)] : []),
    ...(summary.blocked.nodes > 0 ? [describeBlocked(summary.blocked)] : []),
    ...(nodes === undefined ? [nodesUnread] : []),
  ];
  return {
    name: metadata.name,
    namespace: metadata.namespace ?? context.cluster.namespace,
    ready: summary.ready && puller.is === 'planned',
    nodes: summary.nodes,
    images: summary.images,
    problems,
    lastRefresh: daemonSets[0]?.metadata.annotations?.[annotations.lastRefresh] ?? null,
  };
}

/** Why pods of a DaemonSet are refused, where they are. */
const readRefusals = (lanes: readonly LaneView[], context: Context) =>
  Promise.all(
    lanes.map(async lane => {
      const refusal = await readRefusal(lane, context);
      return {...lane, refused: refusal === undefined ? undefined : describeRefusal(refusal)};
    }),
  );

const describeFull = ({withoutRoom: nodes, lacks}: PullerSummary): string =>
  `${nodes} ${nodes === 1 ? 'node has' : 'nodes have'} no room for a second pod for lack of ${lacks.join(', ')}: the rollout comes to ${nodes === 1 ? 'it' : 'them'} last`;

const describeBlocked = ({nodes, reasons}: BlockedNodes): string =>
  `pods on ${nodes} ${nodes === 1 ? 'node are' : 'nodes are'} not Ready because of a container that this puller did not add: ${reasons.join(', ')}`;

const nodesUnread = 'no right to list nodes: every node with a pod counts as Ready';

function describeUnread({metadata}: Live<ConfigMap>, error: unknown, {cluster}: Context): PullerStatus {
  if (!(error instanceof ApiError)) throw error;
  const {name, namespace = cluster.namespace} = metadata;
  const nodes = {eligible: 0, total: 0, excluded: []};
  return {name, namespace, ready: false, nodes, images: [], problems: [error.message], lastRefresh: null};
}

/** What holds the images now, leftovers left out, main first; for a rejected configuration, what an earlier one made, with the images of then. */
function findHolders(puller: ObservedPuller): {
  readonly images: readonly NamedImage[];
  readonly daemonSets: readonly Live<DaemonSet>[];
} {
  switch (puller.is) {
    case 'none':
      return {images: [], daemonSets: []};
    case 'planned':
      return {
        images: puller.config.images,
        daemonSets: puller.lanes.flatMap(({observed, ownership}) =>
          observed !== undefined && (ownership.is === 'Ours' || ownership.is === 'Inherited') ? [observed] : [],
        ),
      };
    case 'rejected': {
      const uid = puller.configMap.metadata.uid;
      // Main's name is the beginning of the others'.
      const daemonSets = puller.daemonSets
        .filter(candidate => (findController(candidate)?.uid ?? uid) === uid && isOwner(candidate, {uid}))
        .toSorted((a, b) => a.metadata.name.length - b.metadata.name.length);
      const images = new Map(daemonSets.flatMap(({spec}) => listHolds(spec?.template)).map(held => [held.name, held]));
      images.delete(placeholderName);
      return {images: [...images.values()], daemonSets};
    }
  }
}

function listProblems(puller: ObservedPuller): readonly string[] {
  switch (puller.is) {
    case 'none':
      return [];
    case 'rejected':
      return [...puller.errors, ...puller.warnings].map(formatProblem);
    case 'planned':
      return [
        ...puller.lanes.flatMap(({action}) =>
          action.do === 'refuse' ? action.because : action.do === 'wait' ? [action.because] : [],
        ),
        ...puller.warnings.map(formatProblem),
      ];
  }
}
