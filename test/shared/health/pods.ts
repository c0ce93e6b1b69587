import type {NodesView} from '@image-puller/shared/health';
import type {ContainerState, Pod} from 'kubernetes-types/core/v1';

/** When the pods of these tests were created, unless said otherwise. */
export const created = '2026-01-01T00:00:00Z';

/** A pod of a DaemonSet with one container for each state given; the states are by image. */
export function pod(
  node: string,
  states: Record<string, ContainerState>,
  more: {ready?: boolean; at?: string} = {},
): Pod {
  const isRunning = Object.values(states).every(({running}) => running !== undefined);
  const ready = more.ready ?? isRunning;
  return {
    metadata: {name: `holder-${node}`, creationTimestamp: more.at ?? created},
    spec: {nodeName: node, containers: Object.keys(states).map((image, index) => ({name: `c${index}`, image}))},
    status: {
      phase: 'Running',
      conditions: [
        {type: 'Initialized', status: 'True'},
        {type: 'Ready', status: ready ? 'True' : 'False'},
      ],
      containerStatuses: Object.values(states).map((state, index) => ({
        name: `c${index}`,
        state,
        image: '',
        imageID: '',
        ready,
        restartCount: 0,
      })),
    },
  };
}

export const running: ContainerState = {running: {startedAt: created}};
export const creating: ContainerState = {waiting: {reason: 'ContainerCreating'}};
export const backingOff = (message: string): ContainerState => ({waiting: {reason: 'ImagePullBackOff', message}});

/** Nodes by name, those that are Ready, and others. */
export const nodes = (ready: readonly string[], others: readonly string[] = []): NodesView => ({
  all: new Set([...ready, ...others]),
  ready: new Set(ready),
  groups: new Map([...ready, ...others].map(name => [name, 'amd64 containerd'])),
  facts: [],
});
