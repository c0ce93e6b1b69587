import type {FunctionName, Verb} from '@image-puller/knative/resources';
import {type EventType, eventTypes} from '@image-puller/shared/events';
import {annotations, configMapLabel, managedByLabel} from '@image-puller/shared/names';
import type {PullerView} from './puller.ts';

/** What a function has to be able to do, and when it does it. */
export interface Need {
  readonly fn: FunctionName;
  readonly verb: Verb;
  readonly resource: string;
  /** Brings a puller, of which nothing is there yet, into the state in which the bell leads to that request. */
  readonly prepare: (puller: PullerView, ring: (fn: FunctionName, bell?: Bell) => Promise<void>) => Promise<void>;
  /** What is rung then; a GET of status.json for status. */
  readonly bell: Bell;
  /** Without it the work is done all the same, and the log or the status says what could not be. */
  readonly goesOn?: true;
}

/** About the puller's ConfigMap unless it says else. */
export interface Bell {
  readonly type: EventType;
  readonly kind?: 'DaemonSet';
  /** About nothing: a tick. */
  readonly nothing?: true;
}

const edited: Bell = {type: eventTypes.objectUpdated};
const abandoned: Bell = {type: eventTypes.pullerGone};
const removed: Bell = {type: eventTypes.objectDeleted};
const tick: Bell = {type: eventTypes.tick, nothing: true};
const open: Bell = {type: eventTypes.phaseOpen};
const due: Bell = {type: eventTypes.refreshDue};
const daemonSetRang: Bell = {type: eventTypes.objectUpdated, kind: 'DaemonSet'};

/** Every refresh makes a rollout, without a scout. */
const good = {IMAGES: 'a=registry.test/a:1', REFRESH_POLICY: 'always'};
const bad = {...good, CACHING_CPU_LIMIT: 'much'};

type Prepare = Need['prepare'];

const configured: Prepare = puller => puller.edit(good);
const rejected: Prepare = puller => puller.edit(bad);
const applied: Prepare = async (puller, ring) => {
  await puller.edit(good);
  await ring('apply', edited);
  // Else a rollout is under way, which refresh would wait for and check would watch.
  await puller.settleStatus();
};
const editedAgain: Prepare = async (puller, ring) => {
  await applied(puller, ring);
  await puller.edit({IMAGES: 'a=registry.test/a:2'});
};
/** A node holds the image, and can be asked. */
const held: Prepare = async (puller, ring) => {
  await puller.edit({...good, REFRESH_POLICY: 'digest'});
  await ring('apply', edited);
  await puller.settleStatus();
  await puller.playHolder();
};
const scouted: Prepare = async (puller, ring) => {
  await held(puller, ring);
  await ring('refresh', due);
  await puller.answerScouts();
};
/** On a node its pod is not Ready: another template would replace it at once. */
const editedWhileNotReady: Prepare = async (puller, ring) => {
  await applied(puller, ring);
  await puller.settleStatus({desiredNumberScheduled: 1, numberAvailable: 0});
  await puller.edit({IMAGES: 'a=registry.test/a:2'});
};
/** On more nodes than may pull its pods are not Ready. With a priority class no bridge is waited for. */
const editedWhileManyAreNotReady: Prepare = async (puller, ring) => {
  const list = (tag: number) => ({
    IMAGES: `a=registry.test/a:${tag}`,
    ROLLOUT_MAX_NODES: '1',
    PRIORITY_CLASS_NAME: 'system-node-critical',
  });
  await puller.edit(list(1));
  await ring('apply', edited);
  await puller.settleStatus({desiredNumberScheduled: 2, numberAvailable: 0});
  for (const node of ['played-1', 'played-2']) await puller.playHolder(undefined, {node, ready: false});
  await puller.edit(list(2));
  await ring('apply', edited);
  await puller.settleStatus({desiredNumberScheduled: 2, numberAvailable: 0});
};
/** On a node its pod is missing, and has been for long: the controller's Events may say why. */
const withoutPod: Prepare = async (puller, ring) => {
  await applied(puller, ring);
  await puller.settleStatus({desiredNumberScheduled: 1, currentNumberScheduled: 0});
  await puller.patchDaemonSet({metadata: {annotations: {[annotations.specWrittenAt]: '2026-01-01T00:00:00Z'}}});
};
/** Told once; told again it is counted up, since the ConfigMap has changed. */
const toldBefore =
  (fn: FunctionName, bell: Bell): Prepare =>
  async (puller, ring) => {
    await rejected(puller, ring);
    await ring(fn, bell);
    await puller.edit({...bad, CACHING_INTERVAL_HOURS: '2'});
  };
const refreshedBefore: Prepare = async (puller, ring) => {
  await applied(puller, ring);
  await ring('refresh', due);
  await puller.patchDaemonSet({metadata: {annotations: {[annotations.lastRefresh]: null}}});
  await puller.patchConfigMap({metadata: {annotations: {touched: 'yes'}}});
};
/** Another installation's, as far as its mark says. */
const writtenByAnother: Prepare = async (puller, ring) => {
  await applied(puller, ring);
  await puller.patchDaemonSet({metadata: {annotations: {[annotations.installation]: 'serviceaccount/another'}}});
};
/** An image had a DaemonSet of its own, and has left the list. */
const leftOver: Prepare = async (puller, ring) => {
  await applied(puller, ring);
  const note = {image: 'registry.test/b:1', is: 'isolated', since: '2026-01-01T00:00:00Z', returns: 0};
  await puller.patchDaemonSet({metadata: {annotations: {[annotations.lanes]: JSON.stringify({b: note})}}});
  await puller.edit({...good, IMAGES: `${good.IMAGES};b=registry.test/b:1`});
  await ring('apply', edited);
  await puller.edit(good);
  await puller.patchDaemonSet({metadata: {annotations: {[annotations.lanes]: null}}});
  // Main has the limit of one that is alone again; then the other goes.
  await ring('apply', edited);
};
const unlabelled: Prepare = async (puller, ring) => {
  await applied(puller, ring);
  await puller.patchConfigMap({metadata: {labels: {[configMapLabel.key]: null}}});
};
/** Its ConfigMap was made anew, and is no puller's: nobody wants what the first one left. */
const orphaned: Prepare = async (puller, ring) => {
  await unlabelled(puller, ring);
  const daemonSet = await puller.readDaemonSet();
  const [owner] = daemonSet?.metadata.ownerReferences ?? [];
  // No controller manager runs here to collect it.
  await puller.patchDaemonSet({metadata: {ownerReferences: [{...owner, uid: '00000000-0000-4000-8000-000000000000'}]}});
};
const unlabelledAgain: Prepare = async (puller, ring) => {
  await unlabelled(puller, ring);
  await ring('remove', removed);
  await puller.patchConfigMap({metadata: {labels: {[configMapLabel.key]: configMapLabel.value}}});
  await ring('apply', edited);
  await puller.patchConfigMap({metadata: {labels: {[configMapLabel.key]: null}}});
};
const nobodys: Prepare = async (puller, ring) => {
  await applied(puller, ring);
  await puller.patchDaemonSet({metadata: {ownerReferences: null, labels: {[managedByLabel.key]: null}}});
};

const need = (fn: FunctionName, resource: string, verb: Verb, prepare: Prepare, bell: Bell, goesOn?: true): Need => ({
  fn,
  resource,
  verb,
  prepare,
  bell,
  ...(goesOn && {goesOn}),
});

/** One for each right that is granted, by when it is used. */
export const needs: readonly Need[] = [
  need('apply', 'configmaps', 'get', configured, edited),
  need('apply', 'configmaps', 'list', nobodys, daemonSetRang),
  need('apply', 'daemonsets', 'get', configured, edited),
  need('apply', 'daemonsets', 'list', configured, edited),
  need('apply', 'daemonsets', 'create', configured, edited),
  need('apply', 'daemonsets', 'update', editedAgain, edited),
  need('apply', 'daemonsets', 'delete', leftOver, edited),
  need('apply', 'pods', 'list', editedWhileNotReady, edited),
  need('apply', 'pods', 'delete', editedWhileManyAreNotReady, edited, true),
  need('apply', 'serviceaccounts', 'get', writtenByAnother, edited),
  need('apply', 'events', 'get', rejected, edited, true),
  need('apply', 'events', 'create', rejected, edited, true),
  need('apply', 'events', 'patch', toldBefore('apply', edited), edited, true),

  need('check', 'configmaps', 'get', applied, open),
  need('check', 'configmaps', 'list', applied, tick),
  need('check', 'daemonsets', 'get', configured, open),
  need('check', 'daemonsets', 'list', applied, tick),
  need('check', 'daemonsets', 'patch', applied, open),
  need('check', 'pods', 'list', applied, open),
  need('check', 'serviceaccounts', 'get', writtenByAnother, open),
  need('check', 'events', 'get', rejected, open, true),
  need('check', 'events', 'list', withoutPod, open, true),
  need('check', 'events', 'create', rejected, open, true),
  need('check', 'events', 'patch', toldBefore('check', open), open, true),

  need('refresh', 'configmaps', 'get', applied, due),
  need('refresh', 'daemonsets', 'get', configured, due),
  need('refresh', 'daemonsets', 'list', applied, due),
  need('refresh', 'daemonsets', 'patch', applied, due),
  need('refresh', 'pods', 'list', applied, due),
  need('refresh', 'pods', 'create', held, due),
  need('refresh', 'pods', 'delete', scouted, due),
  need('refresh', 'serviceaccounts', 'get', writtenByAnother, due),
  need('refresh', 'events', 'get', applied, due, true),
  need('refresh', 'events', 'create', applied, due, true),
  need('refresh', 'events', 'patch', refreshedBefore, due, true),

  need('remove', 'configmaps', 'get', unlabelled, removed),
  need('remove', 'daemonsets', 'list', unlabelled, removed),
  need('remove', 'daemonsets', 'patch', unlabelled, removed),
  need('remove', 'daemonsets', 'delete', orphaned, abandoned),
  need('remove', 'events', 'get', unlabelled, removed, true),
  need('remove', 'events', 'create', unlabelled, removed, true),
  need('remove', 'events', 'patch', unlabelledAgain, removed, true),

  need('status', 'configmaps', 'get', applied, tick, true),
  need('status', 'configmaps', 'list', applied, tick),
  need('status', 'daemonsets', 'get', configured, tick, true),
  need('status', 'daemonsets', 'list', applied, tick, true),
  need('status', 'pods', 'list', applied, tick, true),
  need('status', 'events', 'list', withoutPod, tick, true),
  need('status', 'serviceaccounts', 'get', writtenByAnother, tick, true),
];

/** The one right that may be left out: then it is said that pods alone are counted. */
export const nodesUnread = 'no right to list nodes: every node with a pod counts as Ready';
