import type {NamedImage, PullerConfig} from '@image-puller/shared/config';
import {groupByNode, type NodePods} from '@image-puller/shared/health';
import {
  buildBridge,
  buildLanes,
  covers,
  decideLanes,
  findExposed,
  joinImages,
  type Lane,
  type LaneNotes,
  nameBridge,
} from '@image-puller/shared/lanes';
import {isReady, type SimulatedNode, type SimulatedPod, viewPod} from './simulated.ts';

/** Where an image can't be pulled. */
export type Failure = 'everywhere' | 'arm64' | 'first node';

/** The init container of every pod. */
const placeholder = 'registry.test/sleep:1';

/**
 * A puller on nodes, with the habits of the DaemonSet controller and of kubelets that matter here: pods that are not Ready
 * are replaced at once, others by a surge; a kubelet pulls one image after the other, tries again ever later, and with
 * `Always` starts nothing that the registry does not confirm.
 */
export class World {
  time = Date.parse('2026-01-01T00:00:00Z');
  config: Pick<PullerConfig, 'images' | 'cachingIntervalHours' | 'daemonSetName'>;
  readonly nodes: SimulatedNode[] = [];
  readonly failures = new Map<string, Failure>();
  notes: LaneNotes = {};
  /** Writes of notes and of DaemonSets. */
  writes = 0;
  readonly #lanes = new Map<string, {template: string; lane: Lane; createdAt: number}>();
  #pods: SimulatedPod[] = [];
  readonly #limit: number;

  constructor(images: readonly NamedImage[], nodes: readonly SimulatedNode['architecture'][], limit: number) {
    this.config = {images, cachingIntervalHours: 1, daemonSetName: 'main'};
    for (const architecture of nodes) this.join(architecture);
    this.#limit = limit;
  }

  join(architecture: SimulatedNode['architecture']): void {
    const name = `node-${this.nodes.length}`;
    this.nodes.push({name, architecture, isReady: true, isBroken: false, disk: new Set()});
  }

  /** Containers begin anew, but the first few: what `Always` asks the registry for may fail now. */
  restart(node: SimulatedNode, but = 0): void {
    for (const pod of this.#pods.filter(pod => pod.node === node)) {
      for (const image of [...pod.containers.keys()].slice(but))
        pod.containers.set(image, {state: 'pulling', nextTry: 0, tries: 0});
    }
  }

  /** What check does; a function that is killed does none of it. */
  check(): void {
    const main = this.#view('main');
    const isolated = new Map(
      [...this.#lanes.values()]
        .filter(({lane}) => lane.role === 'isolated')
        .map(({lane}) => [lane.images[0]?.name ?? '', this.#view(lane.name)]),
    );
    const {notes} = decideLanes({
      config: this.config,
      notes: this.notes,
      main,
      isolated,
      isSettled: [...main.values()].every(pods => pods.length === 1 && pods.every(({ready}) => ready)),
      now: new Date(this.time),
    });
    if (JSON.stringify(notes) !== JSON.stringify(this.notes)) this.writes++;
    this.notes = notes;
  }

  /** What apply does. */
  apply(): void {
    const wanted = buildLanes({...this.config} as PullerConfig, this.notes);
    const waits = wanted.some(lane => lane.role === 'main' && !this.#mayChange(lane));
    for (const lane of wanted) if (lane.role !== 'main' || !waits) this.#write(lane);
    this.#deleteLeftovers(wanted, waits);
  }

  /** Main may be changed, or waits for the bridge that this makes. */
  #mayChange(lane: Lane): boolean {
    const there = this.#lanes.get('main');
    if (there === undefined || there.template === this.#nameTemplate(lane) || this.nodes.length > this.#limit)
      return true;
    const bridge = nameBridge('main');
    const others = [...this.#lanes.keys()].filter(name => name !== 'main').map(name => this.#view(name));
    const exposed = findExposed(this.config.images, this.#view('main'), others);
    const known = this.#lanes.get(bridge)?.lane.images ?? [];
    if (exposed.length > 0) this.#write(buildBridge('main', joinImages(this.config.images, known, exposed)));
    return exposed.length === 0;
  }

  #deleteLeftovers(wanted: readonly Lane[], waits: boolean): void {
    for (const {lane} of [...this.#lanes.values()]) {
      if (wanted.some(({name}) => name === lane.name)) continue;
      const isCrossed = lane.images.every(({image}) => covers(image, this.#view(lane.name), this.#view('main'), false));
      const {template} = this.#lanes.get('main') ?? {};
      const isMainDone = !waits && this.#pods.every(pod => pod.lane !== 'main' || pod.template === template);
      const isNeedless = lane.images.every(image =>
        this.config.images.every(other => other.image !== image.image || this.notes[other.name]?.is === 'returned'),
      );
      if (lane.role === 'bridge' ? !(isMainDone && isCrossed) : !isNeedless) continue;
      this.writes++;
      this.#lanes.delete(lane.name);
      this.#pods = this.#pods.filter(pod => pod.lane !== lane.name);
    }
  }

  #write(lane: Lane): void {
    const before = this.#lanes.get(lane.name);
    const isNew = before === undefined;
    const isStarting = isNew
      ? this.nodes.length > this.#limit
      : before.template === placeholder && !this.#isUp(lane.name, before.createdAt);
    const template = isStarting ? placeholder : this.#nameTemplate(lane);
    if (before?.template === template) return;
    this.writes++;
    this.#lanes.set(lane.name, {template, lane, createdAt: before?.createdAt ?? this.time});
  }

  #isUp(name: string, createdAt: number): boolean {
    return (
      this.time - createdAt >= 30_000 || [...this.#view(name).values()].every(pods => pods.some(({ready}) => ready))
    );
  }

  readonly #nameTemplate = ({role, images}: Lane): string =>
    `${role === 'main' ? 'Always' : 'IfNotPresent'} ${images.map(({image}) => image).join(' ')}`;

  /** What the DaemonSet controller does. */
  control(): void {
    for (const [name, {template}] of this.#lanes) {
      let surging = 0;
      for (const node of this.nodes) surging += this.#tidy(name, node, template);
      for (const node of this.nodes) {
        const pods = this.#on(name, node);
        if (pods.some(pod => pod.template === template)) continue;
        const isReplaced = pods.length === 0 || pods.every(pod => !isReady(pod));
        if (!isReplaced && surging >= this.#limit) continue;
        if (isReplaced) this.#pods = this.#pods.filter(pod => !pods.includes(pod));
        else surging++;
        this.#pods.push(this.#create(name, node, template));
      }
    }
  }

  /** At most one pod of this template and one older one that is Ready; tells whether the node has both. */
  #tidy(name: string, node: SimulatedNode, template: string): number {
    const pods = this.#on(name, node);
    const present = pods.filter(pod => pod.template === template).slice(0, 1);
    const older = pods.filter(pod => pod.template !== template);
    const stays = present.some(isReady)
      ? []
      : (older.some(isReady) ? older.filter(isReady) : present.length > 0 ? [] : older).slice(0, 1);
    this.#pods = this.#pods.filter(pod => !pods.includes(pod) || present.includes(pod) || stays.includes(pod));
    return present.length > 0 && stays.length > 0 ? 1 : 0;
  }

  #create(lane: string, node: SimulatedNode, template: string): SimulatedPod {
    const [pullPolicy, ...images] = template === placeholder ? ['IfNotPresent', placeholder] : template.split(' ');
    return {
      lane,
      node,
      template,
      pullPolicy: pullPolicy === 'Always' ? 'Always' : 'IfNotPresent',
      createdAt: this.time,
      containers: new Map(images.map(image => [image, {state: 'pulling', nextTry: 0, tries: 0}])),
    };
  }

  /** What the kubelets do: one pull each. */
  pull(): void {
    for (const node of this.nodes.filter(({isReady}) => isReady)) {
      let pulls = 0;
      for (const {containers, pullPolicy} of this.#pods.filter(pod => pod.node === node)) {
        for (const [image, container] of containers) {
          if (container.state === 'running' || container.nextTry > this.time) continue;
          const isThere = pullPolicy === 'IfNotPresent' && (image === placeholder || node.disk.has(image));
          if (isThere || this.#canPull(image, node)) {
            // A pull that fails is over at once.
            if (!isThere && pulls++ > 0) continue;
            node.disk.add(image);
            container.state = 'running';
          } else {
            container.state = 'failing';
            container.tries++;
            container.nextTry = this.time + Math.min(300_000, 10_000 * 2 ** container.tries);
          }
        }
      }
    }
  }

  #canPull(image: string, node: SimulatedNode): boolean {
    const failure = this.failures.get(image);
    if (node.isBroken || failure === 'everywhere') return false;
    return failure === undefined || (failure === 'arm64' ? node.architecture !== 'arm64' : node !== this.nodes[0]);
  }

  /** `node image` for each image of the list that is held as the design counts it. */
  listHeld(): ReadonlySet<string> {
    const views = [...this.#lanes.keys()].map(name => this.#view(name));
    return new Set(
      this.config.images.flatMap(({image}) =>
        views.flatMap(view =>
          [...view]
            .filter(([, pods]) =>
              pods.some(
                ({ready, containers}, index) =>
                  (ready || index === 0) && containers.some(one => one.image === image && one.state === 'running'),
              ),
            )
            .map(([node]) => `${node} ${image}`),
        ),
      ),
    );
  }

  /** The same for each that runs in whatever pod. */
  listRunning(): ReadonlySet<string> {
    return new Set(
      this.#pods.flatMap(({node, containers}) =>
        [...containers].filter(([, {state}]) => state === 'running').map(([image]) => `${node.name} ${image}`),
      ),
    );
  }

  /** Nodes on which a container is being pulled that has not failed yet. */
  countPulling(): number {
    const pulling = this.#pods.filter(({containers}) =>
      [...containers.values()].some(({state}) => state === 'pulling'),
    );
    return new Set(pulling.filter(({template}) => template !== placeholder).map(({node}) => node)).size;
  }

  readonly #on = (lane: string, node: SimulatedNode): readonly SimulatedPod[] =>
    this.#pods.filter(pod => pod.lane === lane && pod.node === node);

  #view(lane: string): NodePods {
    const ready = new Set(this.nodes.filter(({isReady}) => isReady).map(({name}) => name));
    return groupByNode(this.#pods.filter(pod => pod.lane === lane).map(viewPod), ready);
  }
}
