import type {FileContent} from '../file/index.ts';
import type {ConfigMapDoor} from './door.ts';
import {parseFile} from './parse-file.ts';
import type {ConfigMapManifest} from './types.ts';
import {writeConfigMap} from './write-config-map.ts';

/** What came of one look at the file, for whoever wrote it. */
export type Applied =
  | {
      readonly is: 'applied';
      /** What was written; `unchanged` where the cluster had it already, after an edit of a comment, say. */
      readonly configMaps: readonly {readonly name: string; readonly did: 'created' | 'replaced' | 'unchanged'}[];
      /** Those of the last time that are not in the file any more. They stay in the cluster. */
      readonly left: readonly string[];
      /** What else is in the file. */
      readonly ignored: readonly string[];
    }
  /** Nothing, or not all of it, was written; each problem is one line. */
  | {readonly is: 'rejected'; readonly problems: readonly string[]}
  | {readonly is: 'absent'};

/** Applies what a file says, one time after the other. */
export type ApplyContent = (content: FileContent) => Promise<Applied>;

/**
 * Writes the ConfigMaps of a file through the door, which leads into `namespace`. A file that is broken, or that is for another namespace, writes
 * nothing; one that is gone deletes nothing.
 *
 * @param advice what to do about another namespace, which the running puller does not see
 */
export function createApplyContent(door: ConfigMapDoor, namespace: string, advice: string): ApplyContent {
  let names: readonly string[] = [];
  return async content => {
    if (content.is === 'absent') return {is: 'absent'};
    if (content.is === 'unreadable') return {is: 'rejected', problems: [content.because]};
    const parsed = parseFile(content.text);
    if ('problems' in parsed) return {is: 'rejected', problems: parsed.problems};
    const strangers = parsed.configMaps.filter(each => (each.namespace ?? namespace) !== namespace);
    if (strangers.length > 0) return {is: 'rejected', problems: strangers.map(each => sayStranger(each, advice))};

    const written: {name: string; did: 'created' | 'replaced' | 'unchanged'}[] = [];
    const problems: string[] = [];
    for (const manifest of parsed.configMaps) {
      const result = await writeConfigMap(manifest, door);
      if ('did' in result) written.push({name: manifest.name, did: result.did});
      else problems.push(`ConfigMap ${namespace}/${manifest.name}: ${result.because}`);
    }
    if (problems.length > 0) return {is: 'rejected', problems};
    const left = names.filter(name => !parsed.configMaps.some(each => each.name === name));
    names = parsed.configMaps.map(({name}) => name);
    return {is: 'applied', configMaps: written, left, ignored: parsed.ignored};
  };
}

const sayStranger = ({name, namespace}: ConfigMapManifest, advice: string): string =>
  `ConfigMap ${name} is for the namespace ${namespace}; ${advice}`;
