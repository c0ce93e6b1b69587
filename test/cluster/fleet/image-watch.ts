import type {Live} from '@image-puller/shared/live';
import {templateStartAnnotation} from '@image-puller/shared/names';
import type {ContainerStatus, Pod} from 'kubernetes-types/core/v1';
import type {ApiClient} from '../client/index.ts';
import {type Change, watchObjects} from './watch-objects.ts';

/** What was seen of each image on each node, at every change of any pod of a namespace. */
export interface ImageSightings {
  /**
   * The most nodes at once that had an image on its way: not there yet, and not failing. By DaemonSet, and `all`. What is on
   * a node's disk is not pulled by a pod that asks for it only if it is not present, and nothing is by one that never asks;
   * kwok takes its time all the same.
   */
  readonly mostPulling: Readonly<Record<string, number>>;
  /** `image on node`, where a Ready pod held the image, and at some time later none did. */
  readonly lost: readonly string[];
}

/** Watches images. */
export interface ImageWatch {
  /** On how many nodes a Ready pod holds the image, by this digest where one is given. */
  countHeld(image: string, digest?: string): number;
  /** On how many nodes an image is on its way at this moment. */
  countPulling(): number;
  /** Ends it. */
  end(): Promise<ImageSightings>;
}

/** A pod, as far as it is of account here. */
interface Holder {
  readonly owner: string;
  /** With their digests, if the pod is Ready. */
  readonly held: ReadonlyMap<string, string>;
  /** The images that are on their way. */
  readonly waitsFor: readonly string[];
}

/** Watches the pods of a namespace: those that hold images, and those that ask for digests. */
export async function watchImages(api: ApiClient, namespace: string): Promise<ImageWatch> {
  const nodes = new Map<string, Map<string, Holder>>();
  const pulling = new Map<string, Set<string>>([['all', new Set()]]);
  const mostPulling = new Map<string, number>();
  const everHeld = new Map<string, Set<string>>();
  const lost = new Set<string>();

  const watch = await watchObjects<Pod>(api, `/api/v1/namespaces/${namespace}/pods`, change => {
    const {uid} = change.object.metadata;
    const node = change.object.spec?.nodeName;
    if (node === undefined) return;
    const pods = nodes.get(node) ?? new Map<string, Holder>();
    nodes.set(node, pods);
    const before = everHeld.get(node) ?? new Set();
    const holder = viewHolder(change, before);
    const {owner = ''} = holder ?? pods.get(uid) ?? {};
    if (holder === undefined) pods.delete(uid);
    else pods.set(uid, holder);

    const pullers = [...pods.values()].filter(({waitsFor}) => waitsFor.length > 0);
    count('all', node, pullers.length > 0);
    count(
      owner,
      node,
      pullers.some(one => one.owner === owner),
    );
    const now = new Set([...pods.values()].flatMap(({held}) => [...held.keys()]));
    for (const image of before) if (!now.has(image)) lost.add(`${image} on ${node}`);
    everHeld.set(node, new Set([...before, ...now]));
  });
  function count(owner: string, node: string, pulls: boolean): void {
    const on = pulling.get(owner) ?? new Set();
    pulling.set(owner, on);
    if (pulls) on.add(node);
    else on.delete(node);
    mostPulling.set(owner, Math.max(mostPulling.get(owner) ?? 0, on.size));
  }
  return {
    countHeld: (image, digest) =>
      [...nodes.values()].filter(pods =>
        [...pods.values()].some(({held}) => held.has(image) && (digest === undefined || held.get(image) === digest)),
      ).length,
    countPulling: () => pulling.get('all')?.size ?? 0,
    async end() {
      await watch.stop();
      return {mostPulling: Object.fromEntries(mostPulling), lost: [...lost].toSorted()};
    },
  };
}

/** Undefined where it goes: what is being deleted holds nothing that can be relied on. */
function viewHolder({type, object}: Change<Pod>, onDisk: ReadonlySet<string>): Holder | undefined {
  if (type === 'DELETED' || object.metadata.deletionTimestamp !== undefined) return undefined;
  const statuses = object.status?.containerStatuses ?? [];
  const isReady = object.status?.conditions?.some(({type, status}) => type === 'Ready' && status === 'True') === true;
  const images = (object.spec?.containers ?? []).map(({name, image = ''}) => [name, image] as const);
  const find = (name: string) => statuses.find(status => status.name === name);
  return {
    owner: object.metadata.ownerReferences?.[0]?.name ?? 'nobody',
    held: new Map(
      isReady && !isHolderAlone(object) ? images.map(([name, image]) => [image, readDigest(find(name))]) : [],
    ),
    waitsFor: (object.spec?.containers ?? [])
      .filter(
        ({image = '', imagePullPolicy}) =>
          imagePullPolicy === 'Always' || (imagePullPolicy !== 'Never' && !onDisk.has(image)),
      )
      .flatMap(({name, image = ''}) => (!isHolderAlone(object) && isOnItsWay(find(name)) ? image : [])),
  };
}

/** It has no image yet but that of the holder itself, which all nodes may pull at once. */
const isHolderAlone = ({metadata}: Live<Pod>): boolean => metadata.annotations?.[templateStartAnnotation] !== undefined;

const isOnItsWay = (status: ContainerStatus | undefined): boolean =>
  status?.state?.running === undefined &&
  !/^(ErrImagePull|ImagePullBackOff)$/.test(status?.state?.waiting?.reason ?? '');

const readDigest = (status: ContainerStatus | undefined): string => status?.imageID.split('@')[1] ?? '';
