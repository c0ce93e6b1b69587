import type {Known} from '@image-puller/shared/ask';
import {formatProblem} from '@image-puller/shared/config';
import type {BlockedNodes, ImageSummary, NodeCounts, PullerSummary} from '@image-puller/shared/health';
import type {Live} from '@image-puller/shared/live';
import {annotations} from '@image-puller/shared/names';
import {type FoundPuller, inspectPuller} from '@image-puller/shared/plan';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {ApiError} from '../cluster/index.ts';
import {askRecord, foresee, gather, readSetting} from '../puller/index.ts';
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
  const [configMaps, nodes] = await Promise.all([context.cluster.listConfigMaps(), foresee('nodes', 'all', context)]);
  const pullers: PullerStatus[] = [];
  for (const configMap of configMaps) {
    // One that can't be read is that one's problem; where nothing can be read, the lists above have failed.
    pullers.push(
      await readPullerStatus(configMap, nodes, context).catch(error => describeUnread(configMap, error, context)),
    );
  }
  return {pullers};
}

async function readPullerStatus({metadata}: Live<ConfigMap>, nodes: Known, context: Context): Promise<PullerStatus> {
  const setting = readSetting(context);
  const way = {readers: askRecord, known: nodes};
  const {puller, lanes, summary, mayReadNodes} = await gather(inspectPuller(metadata.name, setting), context, way);
  const problems = [
    ...listProblems(puller),
    ...lanes.flatMap(({daemonSet, refused}) =>
      refused === undefined ? [] : [`DaemonSet ${daemonSet.metadata.name}: pods are ${refused}`],
    ),
    ...(summary.withoutRoom > 0 ? [describeFull(summary)] : []),
    ...(summary.blocked.nodes > 0 ? [describeBlocked(summary.blocked)] : []),
    ...(mayReadNodes ? [] : [nodesUnread]),
  ];
  return {
    name: metadata.name,
    namespace: metadata.namespace ?? context.cluster.namespace,
    ready: summary.ready && puller.is === 'planned',
    nodes: summary.nodes,
    images: summary.images,
    problems,
    lastRefresh: lanes[0]?.daemonSet.metadata.annotations?.[annotations.lastRefresh] ?? null,
  };
}

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

function listProblems(puller: FoundPuller): readonly string[] {
  switch (puller.is) {
    case 'none':
      return [];
    case 'rejected':
      return [...puller.errors, ...puller.warnings].map(formatProblem);
    case 'planned':
      return [
        ...puller.lanes.flatMap(({action}) =>
          action.do === 'decline' ? action.because : action.do === 'wait' ? [action.because] : [],
        ),
        ...puller.warnings.map(formatProblem),
      ];
  }
}
