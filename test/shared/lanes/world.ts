import type {NamedImage, PullerConfig} from '@image-puller/shared/config';
import {byKubernetes, decidePace, type Pace} from '@image-puller/shared/decide';
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
  type Slots,
} from '@image-puller/shared/lanes';
import {countPulling, listHeld, listRunning} from './sightings.ts';
import {
  canPull,
  type Failure,
  isReady,
  placeholder,
  pullImages,
  type SimulatedNode,
  type SimulatedPod,
  viewPod,
} from './simulated.ts';
import {buildPod, buildRolled, keepTwo, nameTemplate} from './simulated-controller.ts';

/**
 * A puller on nodes, with the habits of the DaemonSet controller and of kubelets that matter here: pods that are not Ready
 * are replaced at once, others by a surge; a kubelet pulls one image after the other, tries again ever later, and with
 * `Always` starts nothing that the registry does not confirm.
 */
export class World {
  time = Date.parse('2026-01-01T00:00:00Z');
  config: Pick<PullerConfig, 'images' | 'cachingIntervalHours' | 'daemonSetName' | 'rolloutMaxNodes'>;
  readonly nodes: SimulatedNode[] = [];
  readonly failures = new Map<string, Failure>();
  notes: LaneNotes = {};
  /** A mesh puts a container that can't be pulled into every pod that is made. */
  isMeshed = false;
  /** Writes of notes and of DaemonSets. */
  writes = 0;
  readonly #lanes = new Map<string, {template: string; lane: Lane; createdAt: number; isPaced: boolean}>();
  #pods: SimulatedPod[] = [];
  #made = 0;
  readonly #limit: number;
  /** The list that apply saw last. */
  #applied: readonly NamedImage[] = [];

  constructor(images: readonly NamedImage[], nodes: readonly SimulatedNode['architecture'][], limit: number) {
    this.config = {images, cachingIntervalHours: 1, daemonSetName: 'main', rolloutMaxNodes: limit};
    for (const architecture of nodes) this.join(architecture);
    this.#limit = limit;
  }

  join(architecture: SimulatedNode['architecture']): void {
    const name = `node-${this.nodes.length}`;
    this.nodes.push({name, architecture, isReady: true, isBroken: false, isInitFailing: false, disk: new Set()});
  }

  /** Containers begin anew, but the first few: what `Always` asks the registry for may fail now. */
  restart(node: SimulatedNode, but = 0): void {
    for (const pod of this.#pods.filter(pod => pod.node === node)) {
      if (but === 0) pod.isInitialized = false;
      for (const image of [...pod.containers.keys()].slice(but))
        pod.containers.set(image, {state: 'pulling', nextTry: 0, tries: 0});
    }
  }

  /** What check does; a function that is killed does none of it. */
  check(): void {
    const main = this.#view('main');
    const apart = [...this.#lanes.values()].filter(({lane}) => lane.role === 'isolated');
    const isolated = new Map(apart.map(({lane}) => [lane.images[0]?.name ?? '', this.#view(lane.name)]));
    const {notes} = decideLanes({
      config: this.config,
      notes: this.notes,
      main,
      isolated,
      isSettled: [...main.values()].every(pods => pods.length === 1 && pods.every(({ready}) => ready)),
      slots: this.#assessSlots(),
      now: new Date(this.time),
    });
    if (JSON.stringify(notes) !== JSON.stringify(this.notes)) this.writes++;
    this.notes = notes;
  }

  /** As `assessSlots` does by what the API server tells. */
  #assessSlots(): Slots {
    if (this.nodes.length <= this.#limit) return 'all';
    const isTaken = ({name, limit, isHeldBack}: Lane): boolean =>
      !isHeldBack &&
      (this.#lanes.get(name)?.lane.limit !== limit ||
        countPulling(this.#pods.filter(pod => pod.lane === name)) > Number(limit));
    return buildLanes(this.config, this.notes).some(isTaken) ? 'taken' : 'free';
  }

  /** What apply does. */
  apply(): void {
    this.#applied = this.config.images;
    const wanted = buildLanes(this.config, this.notes);
    const paces = wanted.map(lane => ({lane, pace: this.#decidePace(lane)}));
    const waits = paces.some(({lane, pace}) => lane.role === 'main' && !this.#mayChange(lane, pace));
    for (const {lane, pace} of paces) {
      const isWaiting = waits && lane.role === 'main';
      if (!isWaiting || pace.isOurs) this.#write(lane, pace.isOurs);
      if (isWaiting) continue;
      this.writes += pace.replace.length;
      this.#pods = this.#pods.filter(pod => !pace.replace.some(({name}) => name === pod.name));
    }
    this.#deleteLeftovers(wanted, waits);
  }

  #decidePace(lane: Lane): Pace {
    const there = this.#lanes.get(lane.name);
    if (there === undefined) return byKubernetes;
    const daemonSet = buildRolled(there, this.nodes.length);
    const pods = this.#pods.filter(pod => pod.lane === lane.name).map(viewPod);
    const isChanging = there.template !== this.#nextTemplate(lane);
    const now = new Date(this.time);
    return decidePace({limit: lane.limit, daemonSet, isChanging, pods, byNode: this.#view(lane.name), now});
  }

  /** Main may be changed, or waits for the bridge that this makes. */
  #mayChange(lane: Lane, pace: Pace): boolean {
    const there = this.#lanes.get('main');
    if (there === undefined) return true;
    const isChanging = there.template !== this.#nextTemplate(lane);
    if (pace.isOurs ? !isChanging && pace.replace.length === 0 : !isChanging || this.nodes.length > this.#limit)
      return true;
    const bridge = nameBridge('main');
    const others = [...this.#lanes.keys()].filter(name => name !== 'main').map(name => this.#view(name));
    const exposed = findExposed(this.config.images, pace.isOurs ? pace.due : this.#view('main'), others);
    const known = this.#lanes.get(bridge)?.lane.images ?? [];
    if (exposed.length > 0)
      this.#write(buildBridge(this.config, joinImages(this.config.images, known, exposed), 'little'), false);
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

  #write(lane: Lane, isPaced: boolean): void {
    const before = this.#lanes.get(lane.name);
    const template = this.#nextTemplate(lane);
    if (before?.template === template && before.lane.limit === lane.limit && before.isPaced === isPaced) return;
    this.writes++;
    this.#lanes.set(lane.name, {template, lane, createdAt: before?.createdAt ?? this.time, isPaced});
  }

  #nextTemplate(lane: Lane): string {
    const before = this.#lanes.get(lane.name);
    const isStarting =
      before === undefined
        ? lane.role !== 'bridge' && this.nodes.length > this.#limit
        : before.template === placeholder && (lane.isHeldBack || !this.#isUp(lane.name, before.createdAt));
    return isStarting ? placeholder : nameTemplate(lane);
  }

  #isUp(name: string, createdAt: number): boolean {
    return (
      this.time - createdAt >= 30_000 || [...this.#view(name).values()].every(pods => pods.some(({ready}) => ready))
    );
  }

  /** What the DaemonSet controller does. */
  control(): void {
    for (const [name, {template, lane, isPaced}] of this.#lanes) {
      if (isPaced) {
        for (const node of this.nodes) this.#keepOne(name, node, template);
        continue;
      }
      let surging = 0;
      for (const node of this.nodes) surging += this.#tidy(name, node, template);
      for (const node of this.nodes) {
        const pods = this.#on(name, node);
        if (pods.some(pod => pod.template === template)) continue;
        const isReplaced = pods.length === 0 || pods.every(pod => !isReady(pod));
        if (!isReplaced && surging >= Number(lane.limit)) continue;
        if (isReplaced) this.#pods = this.#pods.filter(pod => !pods.includes(pod));
        else surging++;
        this.#pods.push(this.#create(name, node, template));
      }
    }
  }

  /** With the strategy OnDelete: one pod on each node, the oldest, of whatever template. */
  #keepOne(name: string, node: SimulatedNode, template: string): void {
    const [oldest, ...others] = this.#on(name, node);
    this.#pods = this.#pods.filter(pod => !others.includes(pod));
    if (oldest === undefined) this.#pods.push(this.#create(name, node, template));
  }

  /** Tells whether the node has a pod of this template beside an older one. */
  #tidy(name: string, node: SimulatedNode, template: string): number {
    const pods = this.#on(name, node);
    const staying = keepTwo(pods, template);
    this.#pods = this.#pods.filter(pod => !pods.includes(pod) || staying.includes(pod));
    return staying.length > 1 ? 1 : 0;
  }

  #create(lane: string, node: SimulatedNode, template: string): SimulatedPod {
    const name = `pod-${this.#made++}`;
    return buildPod({name, lane, node, template, isMeshed: this.isMeshed, createdAt: this.time});
  }

  /** What the kubelets do. */
  pull(): void {
    for (const node of this.nodes.filter(({isReady}) => isReady)) {
      const pods = this.#pods.filter(pod => pod.node === node);
      pullImages(pods, this.time, image => canPull(this.failures.get(image), node, node === this.nodes[0]));
    }
  }

  /** `node image` for each that stays in the list, and is held as the design counts it. */
  listHeld(): ReadonlySet<string> {
    const views = [...this.#lanes.keys()].map(name => this.#view(name));
    // What has left the list may be let go of before it comes back: it stays if apply saw it there last, too.
    const stays = this.config.images.filter(({image}) => this.#applied.some(other => other.image === image));
    return listHeld(stays, views);
  }

  /** The same for each that runs in whatever pod. */
  readonly listRunning = (): ReadonlySet<string> => listRunning(this.#pods);

  /** Nodes on which a container is being pulled that has not failed yet. */
  readonly countPulling = (): number => countPulling(this.#pods);

  readonly #on = (lane: string, node: SimulatedNode): readonly SimulatedPod[] =>
    this.#pods.filter(pod => pod.lane === lane && pod.node === node);

  #view(lane: string): NodePods {
    const ready = new Set(this.nodes.filter(({isReady}) => isReady).map(({name}) => name));
    return groupByNode(this.#pods.filter(pod => pod.lane === lane).map(viewPod), ready);
  }
}
