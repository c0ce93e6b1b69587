import {
  type ControllerOptions,
  type Controllers,
  type StoredDaemonSet,
  type StoredEvent,
  type StoredPod,
  startControllers,
} from '@image-puller/embedded-cluster/controllers';
import {createImages, type Images} from '@image-puller/embedded-cluster/images';
import {createStore, type Store} from '@image-puller/embedded-cluster/store';
import type {ExecutionContext} from 'ava';
import type {DaemonSetSpec} from 'kubernetes-types/apps/v1';
import type {PodSpec} from 'kubernetes-types/core/v1';
import {createVirtualClock, type VirtualClock} from './virtual-clock.ts';

/** A cluster in virtual time, in the namespace `test`. */
export interface Simulation extends Controllers {
  readonly clock: VirtualClock;
  readonly store: Store;
  readonly images: Images;
  /** Creates the DaemonSet `holder`, or replaces its spec and counts the template's generation as the API server does. */
  apply(template: PodSpec, spec?: Partial<DaemonSetSpec>): StoredDaemonSet;
  daemonSet(): StoredDaemonSet;
  pods(): readonly StoredPod[];
  createPod(name: string, spec: PodSpec): void;
  /** `reason: message` of the Events on the objects whose name starts so, in the order in which they were first seen. */
  events(objectPrefix: string): readonly string[];
}

/** Pulls and answers of the registry take no time, unless a test says otherwise. */
export function startSimulation(options: ControllerOptions = {}): Simulation {
  const clock = createVirtualClock();
  const store = createStore({now: () => new Date(clock.now())});
  const images = createImages({answerDuration: 0, bytesPerSecond: Number.POSITIVE_INFINITY});
  const controllers = startControllers({store, images, clock, options});
  const daemonSet = (): StoredDaemonSet => {
    const found = store.get<StoredDaemonSet>('DaemonSet', 'test', 'holder');
    if (found === undefined) throw new Error('there is no DaemonSet `holder`: call apply first');
    return found;
  };
  return {
    ...controllers,
    clock,
    store,
    images,
    daemonSet,
    apply(template, spec = {}) {
      const labels = {app: 'holder'};
      const full: DaemonSetSpec = {
        selector: {matchLabels: labels},
        template: {metadata: {labels}, spec: {terminationGracePeriodSeconds: 1, ...template}},
        updateStrategy: {type: 'RollingUpdate', rollingUpdate: {maxSurge: 1, maxUnavailable: 0}},
        ...spec,
      };
      const annotation = 'deprecated.daemonset.template.generation';
      const stored = store.get<StoredDaemonSet>('DaemonSet', 'test', 'holder');
      if (stored === undefined) {
        const metadata = {name: 'holder', namespace: 'test', annotations: {[annotation]: '1'}};
        return store.create<StoredDaemonSet>({apiVersion: 'apps/v1', kind: 'DaemonSet', metadata, spec: full});
      }
      const same = JSON.stringify(stored.spec.template) === JSON.stringify(full.template);
      const generation = Number(stored.metadata.annotations?.[annotation] ?? 0) + (same ? 0 : 1);
      const annotations = {...stored.metadata.annotations, [annotation]: String(generation)};
      return store.update<StoredDaemonSet>({...stored, metadata: {...stored.metadata, annotations}, spec: full});
    },
    pods: () => store.list<StoredPod>('Pod', 'test'),
    createPod(name, spec) {
      store.create<StoredPod>({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {name, namespace: 'test'},
        spec,
        status: {phase: 'Pending', qosClass: 'BestEffort'},
      });
    },
    events: prefix =>
      store
        .list<StoredEvent>('Event', 'test')
        .filter(({involvedObject}) => involvedObject.name?.startsWith(prefix))
        .map(({reason, message}) => `${reason}: ${message}`),
  };
}

/** Ends the simulation with the test, whatever becomes of it. */
export function simulate(t: ExecutionContext, options?: ControllerOptions): Simulation {
  const simulation = startSimulation(options);
  t.teardown(simulation.stop);
  return simulation;
}

/** A template with one container for each image, and the init container of a holder. */
export function holding(...images: readonly string[]): PodSpec {
  return {
    initContainers: [{name: 'copy-sleep', image: 'registry.test/sleep:1', imagePullPolicy: 'IfNotPresent'}],
    containers: images.map((image, index) => ({name: `image-${index}`, image, imagePullPolicy: 'Always'})),
  };
}
