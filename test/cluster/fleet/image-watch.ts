import type {Live} from '@image-puller/shared/live';
import {templateStartAnnotation} from '@image-puller/shared/names';
import type {ContainerStatus, Pod} from 'kubernetes-types/core/v1';
import type {ApiClient} from '../client/index.ts';
import {type Change, watchObjects} from './watch-objects.ts';

/** What was seen of each image on each node, at every change of any pod of a namespace. */
export interface ImageSightings {
  /** The most nodes at once that had a pod with an image on its way: not there yet, and not failing. */
  readonly mostPulling: number;
  /** Whose pods these were: `DaemonSet` -> how many. */
  readonly pulledBy: Readonly<Record<string, number>>;
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
  readonly pulls: boolean;
}

/** Watches the pods of a namespace: those that hold images, and those that ask for digests. */
export async function watchImages(api: ApiClient, namespace: string): Promise<ImageWatch> {
  const nodes = new Map<string, Map<string, Holder>>();
  const pulling = new Set<string>();
  const everHeld = new Map<string, Set<string>>();
  const lost = new Set<string>();
  let mostPulling = 0;
  let pulledBy: Readonly<Record<string, number>> = {};

  const watch = await watchObjects<Pod>(api, `/api/v1/namespaces/${namespace}/pods`, change => {
    const {uid} = change.object.metadata;
    const node = change.object.spec?.nodeName;
    if (node === undefined) return;
    const pods = nodes.get(node) ?? new Map<string, Holder>();
    nodes.set(node, pods);
    const holder = viewHolder(change);
    if (holder === undefined) pods.delete(uid);
    else pods.set(uid, holder);

    if ([...pods.values()].some(({pulls}) => pulls)) pulling.add(node);
    else pulling.delete(node);
    if (pulling.size > mostPulling) {
      mostPulling = pulling.size;
      pulledBy = countOwners([...nodes.values()].flatMap(holders => [...holders.values()]));
    }
    const now = new Set([...pods.values()].flatMap(({held}) => [...held.keys()]));
    const before = everHeld.get(node) ?? new Set();
    for (const image of before) if (!now.has(image)) lost.add(`${image} on ${node}`);
    everHeld.set(node, new Set([...before, ...now]));
  });
  return {
    countHeld: (image, digest) =>
      [...nodes.values()].filter(pods =>
        [...pods.values()].some(({held}) => held.has(image) && (digest === undefined || held.get(image) === digest)),
      ).length,
    countPulling: () => pulling.size,
    async end() {
      await watch.stop();
      return {mostPulling, pulledBy, lost: [...lost].toSorted()};
    },
  };
}

const countOwners = (holders: readonly Holder[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [
      ...Map.groupBy(
        holders.filter(({pulls}) => pulls),
        ({owner}) => owner,
      ),
    ].map(([owner, pods]) => [owner, pods.length]),
  );

/** Undefined where it goes: what is being deleted holds nothing that can be relied on. */
function viewHolder({type, object}: Change<Pod>): Holder | undefined {
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
    pulls: !isHolderAlone(object) && images.some(([name]) => isOnItsWay(find(name))),
  };
}

/** It has no image yet but that of the holder itself, which all nodes may pull at once. */
const isHolderAlone = ({metadata}: Live<Pod>): boolean => metadata.annotations?.[templateStartAnnotation] !== undefined;

const isOnItsWay = (status: ContainerStatus | undefined): boolean =>
  status?.state?.running === undefined &&
  !/^(ErrImagePull|ImagePullBackOff)$/.test(status?.state?.waiting?.reason ?? '');

const readDigest = (status: ContainerStatus | undefined): string => status?.imageID.split('@')[1] ?? '';
