import type {Container, PodTemplateSpec} from 'kubernetes-types/core/v1';
import type {NamedImage} from '../config/index.ts';
import {templateHoldsAnnotation} from '../names/index.ts';
import {parseRecord} from '../record/index.ts';

/** Which image each container of a pod is for, by the container's name. */
export type Holds = ReadonlyMap<string, string>;

/** Of the note, in characters: the annotations of an object share 256 KiB. */
const noteLength = 64 * 1024;

/**
 * The note in a pod's annotations of what each container is for. Admission may write another image into a pod (a mirror's,
 * a digest) or put containers beside ours; a pod of an older template may be for another image under the same name.
 *
 * None where it would be too long: then a container is for the image that it has.
 */
export function noteHolds(containers: readonly Container[]): Readonly<Record<string, string>> {
  const text = JSON.stringify(Object.fromEntries(containers.map(({name, image = ''}) => [name, image])));
  return text.length > noteLength ? {} : {[templateHoldsAnnotation]: text};
}

/** What the note says; undefined where there is none, as on pods of a Go puller: then each container is for what it has. */
export function parseHolds(annotations: Readonly<Record<string, string>> | undefined): Holds | undefined {
  const noted = Object.entries(parseRecord(annotations?.[templateHoldsAnnotation], isText));
  return noted.length === 0 ? undefined : new Map(noted);
}

/** What the pods of a template are for, in the order of its containers, whatever was made of these by admission. */
export function listHolds(template: PodTemplateSpec | undefined): readonly NamedImage[] {
  const holds = parseHolds(template?.metadata?.annotations);
  return (template?.spec?.containers ?? []).flatMap(({name, image = ''}) => {
    const held = holds === undefined ? image : holds.get(name);
    return held === undefined ? [] : [{name, image: held}];
  });
}

const isText = (value: unknown): value is string => typeof value === 'string';
