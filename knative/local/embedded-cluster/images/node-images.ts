import {formatReference, formatRepository, parseReference} from './reference.ts';
import type {HeldImage, NodeImages} from './types.ts';

/** An empty disk. References are those that parse: the kubelet refuses the others before it gets here. */
export function createNodeImages(): NodeImages {
  const byDigest = new Map<string, HeldImage>();
  const digestOf = new Map<string, string>();

  return {
    find: reference => byDigest.get(digestOf.get(completeName(reference)) ?? ''),
    has: digest => byDigest.has(digest),
    add(reference, {digest, sizeBytes}) {
      const name = completeName(reference);
      const parsed = parseReference(reference);
      const imageId = `${parsed === undefined ? reference : formatRepository(parsed)}@${digest}`;
      const previous = byDigest.get(digestOf.get(name) ?? '');
      if (previous !== undefined && previous.digest !== digest && name !== imageId) {
        byDigest.set(previous.digest, {...previous, names: previous.names.filter(other => other !== name)});
      }
      const held = byDigest.get(digest) ?? {digest, sizeBytes, imageId, names: []};
      const image = {...held, names: [...new Set([...held.names, imageId, name])]};
      byDigest.set(digest, image);
      for (const known of [imageId, name]) digestOf.set(known, digest);
      return image;
    },
    list: () => [...byDigest.values()],
  };
}

function completeName(reference: string): string {
  const parsed = parseReference(reference);
  return parsed === undefined ? reference : formatReference(parsed);
}
