import {buildDigest, type Images, type SimulatedImage} from '@image-puller/embedded-cluster';
import type {FileContent} from '../file/index.ts';
import {parseTags} from './parse-tags.ts';

/** What came of one look at the file. */
export type Moved =
  | {
      readonly is: 'moved';
      /** The tags that mean something else than before; without a build: what they meant at first. */
      readonly tags: readonly {readonly reference: string; readonly build: string | undefined}[];
    }
  /** Nothing has moved; each problem is one line. */
  | {readonly is: 'rejected'; readonly problems: readonly string[]};

/** Moves the tags of the simulated registry to where a file says, one time after the other. A file that is gone says nothing. */
export function createMoveTags(images: Pick<Images, 'get' | 'set'>): (content: FileContent) => Moved {
  const first = new Map<string, Pick<SimulatedImage, 'digest' | 'failure'>>();
  let builds: ReadonlyMap<string, string> = new Map();
  return content => {
    if (content.is === 'unreadable') return {is: 'rejected', problems: [content.because]};
    const parsed = parseTags(content.is === 'absent' ? '' : content.text);
    if ('problems' in parsed) return {is: 'rejected', problems: parsed.problems};
    const wanted = new Map(parsed.tags.map(({reference, build}) => [reference, build]));
    const tags = [...new Set([...builds.keys(), ...wanted.keys()])]
      .filter(reference => builds.get(reference) !== wanted.get(reference))
      .map(reference => ({reference, build: wanted.get(reference)}));
    for (const {reference, build} of tags) {
      const {digest, failure} = images.get(reference);
      const original = first.get(reference) ?? {digest, failure};
      first.set(reference, original);
      // What has a build was pushed: the registry gives it, whatever its name says.
      images.set(
        reference,
        build === undefined ? original : {digest: nameDigest(reference, build), failure: undefined},
      );
    }
    builds = wanted;
    return {is: 'moved', tags};
  };
}

/** The same for the same build, so that one that comes back is what it was. */
const nameDigest = (reference: string, build: string): string =>
  build.startsWith('sha256:') ? build : buildDigest(`${reference} build ${build}`);
