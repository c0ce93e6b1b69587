import type {Answered, Asking, Question, What} from '@image-puller/shared/ask';
import type {NamedImage} from '@image-puller/shared/config';
import {groupByNode, type NodePods} from '@image-puller/shared/health';
import {type IsolationNotes, parseIsolation} from '@image-puller/shared/lanes';
import type {Live} from '@image-puller/shared/live';
import {annotations} from '@image-puller/shared/names';
import {joinNotes, planApply, planLook, type Setting} from '@image-puller/shared/plan';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {installation, puller} from '../samples.ts';
import {decideBy} from './decide-by.ts';
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
import {buildApi, type Edited} from './simulated-api.ts';
import {assessStatus, buildPod, keepTwo} from './simulated-controller.ts';
import {annotate, create, generationOf, replace} from './simulated-lanes.ts';

/** How a decision came about. */
export interface Story {
  readonly begin: () => Asking<unknown>;
  /** What was asked, in that order, and answered. */
  readonly asked: readonly Answered[];
  readonly decision: unknown;
}

/**
 * A puller on nodes. What the functions do is decided by the very functions that decide it in a cluster; what is simulated is the API
 * server, and the habits of the DaemonSet controller and of kubelets that matter here: pods that are not Ready are replaced at
 * once, others by a surge; a kubelet pulls one image after the other, tries again ever later, and with `Always` starts nothing that
 * the registry does not confirm.
 */
export class World {
  time = Date.parse('2026-01-01T00:00:00Z');
  readonly nodes: SimulatedNode[] = [];
  readonly failures = new Map<string, Failure>();
  /** A mesh puts a container that can't be pulled into every pod that is made. */
  isMeshed = false;
  /** Patches of notes, writes of DaemonSets, and deletes. */
  writes = 0;
  /** The most rounds of questions that a decision has needed so far. */
  rounds = 0;
  /** Hears of each decision how it came about. */
  onDecision: (story: Story) => void = () => {};
  #config: Edited;
  #edits = 0;
  readonly #lanes = new Map<string, Live<DaemonSet>>();
  #pods: SimulatedPod[] = [];
  #made = 0;
  /** The list that apply saw last. */
  #applied: readonly NamedImage[] = [];

  constructor(images: readonly NamedImage[], nodes: readonly SimulatedNode['architecture'][], limit: number) {
    this.#config = {images, cachingIntervalHours: 1, daemonSetName: 'main', rolloutMaxNodes: limit};
    for (const architecture of nodes) this.join(architecture);
  }

  get config(): Edited {
    return this.#config;
  }

  set config(config: Edited) {
    this.#config = config;
    this.#edits++;
  }

  /** What is noted of images that fail. */
  get notes(): IsolationNotes {
    return parseIsolation(this.#lanes.get('main')?.metadata.annotations?.[annotations.lanes]);
  }

  join(architecture: SimulatedNode['architecture']): void {
    const name = `node-${this.nodes.length}`;
    this.nodes.push({
      name,
      architecture,
      isReady: true,
      isBroken: false,
      isInitFailing: false,
      initFailedUntil: 0,
      disk: new Set(),
    });
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
    const look = this.#gather(() => planLook(puller.name, this.#setting));
    if (look.is === 'none') return;
    for (const patch of joinNotes(look.news.flatMap(({notes}) => notes))) {
      const {name} = patch.daemonSet.metadata;
      this.#put(name, annotate(this.#lanes.get(name) ?? patch.daemonSet, patch.annotations));
    }
  }

  /** What apply does. */
  apply(): void {
    this.#applied = this.config.images;
    const plan = this.#gather(() => planApply(puller.name, this.#setting, true));
    if (plan.is !== 'planned') throw new Error(plan.is);
    const before = this.writes;
    for (const {lane, action, observed, pace} of plan.lanes) {
      if (action.do === 'create')
        this.#put(lane.name, create(action.daemonSet, `uid-${this.#made++}`, new Date(this.time)));
      if (action.do === 'replace' && observed !== undefined)
        this.#put(lane.name, replace(this.#lanes.get(lane.name) ?? observed, action.daemonSet));
      this.writes += pace.replace.length;
      this.#pods = this.#pods.filter(pod => !pace.replace.some(({name}) => name === pod.name));
    }
    if (this.writes > before) return;
    for (const {daemonSet} of plan.departures) {
      const {name} = daemonSet.metadata;
      this.writes++;
      this.#lanes.delete(name);
      this.#pods = this.#pods.filter(pod => pod.lane !== name);
    }
  }

  get #setting(): Setting {
    return {namespace: puller.namespace, installation, sleepImage: placeholder, now: new Date(this.time)};
  }

  #gather<T>(begin: () => Asking<T>): T {
    const api = buildApi({
      config: this.config,
      version: this.#edits,
      daemonSets: [...this.#lanes.values()].map(lane => this.#withStatus(lane)),
      pods: this.#pods,
      nodes: this.nodes,
    });
    const answer = <W extends What>(question: Question<W>): Answered<W> => ({
      question,
      answer: api[question.what](question.about),
    });
    const decided = decideBy(begin(), answer);
    if (decided === undefined) throw new Error('the simulated API server answers everything');
    const {decision, asked, rounds} = decided;
    this.rounds = Math.max(this.rounds, rounds);
    this.onDecision({begin, asked, decision});
    return decision;
  }

  #withStatus(lane: Live<DaemonSet>): Live<DaemonSet> {
    const pods = this.#pods.filter(pod => pod.lane === lane.metadata.name);
    return {...lane, status: assessStatus(lane, pods, this.nodes.length)};
  }

  #put(name: string, daemonSet: Live<DaemonSet>): void {
    this.writes++;
    this.#lanes.set(name, daemonSet);
  }

  /** What the DaemonSet controller does. */
  control(): void {
    for (const lane of this.#lanes.values()) {
      const {type, rollingUpdate: {maxSurge = 0, maxUnavailable = 0} = {}} = lane.spec?.updateStrategy ?? {};
      if (type === 'OnDelete') for (const node of this.nodes) this.#keepOne(lane, node);
      else this.#roll(lane, Number(maxSurge) || Number(maxUnavailable));
    }
  }

  #roll(lane: Live<DaemonSet>, limit: number): void {
    let surging = 0;
    for (const node of this.nodes) surging += this.#tidy(lane, node);
    for (const node of this.nodes) {
      const pods = this.#on(lane, node);
      if (pods.some(pod => pod.template === generationOf(lane))) continue;
      const isReplaced = pods.every(pod => !isReady(pod));
      if (!isReplaced && surging >= limit) continue;
      if (isReplaced) this.#pods = this.#pods.filter(pod => !pods.includes(pod));
      else surging++;
      this.#start(lane, node);
    }
  }

  /** With the strategy OnDelete: one pod on each node, the oldest, of whatever template. */
  #keepOne(lane: Live<DaemonSet>, node: SimulatedNode): void {
    const [oldest, ...others] = this.#on(lane, node);
    this.#pods = this.#pods.filter(pod => !others.includes(pod));
    if (oldest === undefined) this.#start(lane, node);
  }

  /** Tells whether the node has a pod of this template beside an older one. */
  #tidy(lane: Live<DaemonSet>, node: SimulatedNode): number {
    const pods = this.#on(lane, node);
    const staying = keepTwo(pods, generationOf(lane));
    this.#pods = this.#pods.filter(pod => !pods.includes(pod) || staying.includes(pod));
    return staying.length > 1 ? 1 : 0;
  }

  #start(lane: Live<DaemonSet>, node: SimulatedNode): void {
    const name = `pod-${this.#made++}`;
    this.#pods.push(buildPod(lane, {name, node, isMeshed: this.isMeshed, createdAt: this.time}));
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

  readonly #on = ({metadata}: Live<DaemonSet>, node: SimulatedNode): readonly SimulatedPod[] =>
    this.#pods.filter(pod => pod.lane === metadata.name && pod.node === node);

  #view(lane: string): NodePods {
    const ready = new Set(this.nodes.filter(({isReady}) => isReady).map(({name}) => name));
    return groupByNode(this.#pods.filter(pod => pod.lane === lane).map(viewPod), ready);
  }
}
