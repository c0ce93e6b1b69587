import {describeFailure, describePlatformMismatch} from './failures.ts';
import {createNodeImages} from './node-images.ts';
import {formatReference, parseReference, type Reference} from './reference.ts';
import type {ImageRequests, Images, ImagesOptions, NodeImages, Resolution, SimulatedImage} from './types.ts';
import {buildDigest, buildUndeclaredImage} from './undeclared-image.ts';

/** Registries that hold every image one can name, with nothing on any node. Throws where a reference is none. */
export function createImages(options: ImagesOptions = {}): Images {
  const {bytesPerSecond = 60_000_000, answerDuration = 40, timeout = 5_000} = options;
  const declared = new Map<string, SimulatedImage>();
  const disks = new Map<string, NodeImages>();
  const counts = new Map<string, ImageRequests>();
  let moves = 0;

  const get = (reference: Reference): SimulatedImage =>
    declared.get(formatReference(reference)) ?? buildUndeclaredImage(reference);

  const set = (reference: Reference, image: Partial<SimulatedImage>): void => {
    declared.set(formatReference(reference), {...get(reference), ...image});
  };

  const count = (node: string, image: string, more: {manifests: number; pulls: number}): void => {
    const key = `${node} ${image}`;
    const known = counts.get(key) ?? {node, image, manifests: 0, pulls: 0};
    counts.set(key, {
      ...known,
      manifests: known.manifests + more.manifests,
      pulls: known.pulls + more.pulls,
    });
  };

  const answer = (reference: Reference, platform: string): Resolution => {
    const image = get(reference);
    if (image.failure !== undefined) {
      return {
        found: false,
        message: describeFailure(reference, image.failure),
        answerDuration: image.failure === 'Timeout' ? timeout : answerDuration,
      };
    }
    if (!image.platforms.includes(platform)) {
      return {found: false, message: describePlatformMismatch(reference), answerDuration};
    }
    const pullDuration = image.pullDuration ?? Math.ceil((image.sizeBytes / bytesPerSecond) * 1000);
    return {found: true, image, answerDuration, pullDuration};
  };

  return {
    set: (reference, image) => set(parse(reference), image),
    move(reference, digest) {
      moves += 1;
      const moved = digest ?? buildDigest(`${reference} moved ${moves}`);
      set(parse(reference), {digest: moved});
      return moved;
    },
    get: reference => get(parse(reference)),
    resolve(node, reference, platform) {
      count(node, reference, {manifests: 1, pulls: 0});
      return answer(parse(reference), platform);
    },
    countPull: (node, reference) => count(node, reference, {manifests: 0, pulls: 1}),
    requests: () => [...counts.values()],
    onNode(node) {
      const disk = disks.get(node) ?? createNodeImages();
      disks.set(node, disk);
      return disk;
    },
    removeNode: node => void disks.delete(node),
  };
}

function parse(reference: string): Reference {
  const parsed = parseReference(reference);
  if (parsed === undefined) {
    throw new Error(`\`${reference}\` is no image reference; write host/path:tag, such as quay.io/org/image:1`);
  }
  return parsed;
}
