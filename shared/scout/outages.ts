import {type NamedImage, registryOf} from '../config/index.ts';
import type {ScoutView} from './view-scout.ts';

/** A registry that gave none of the tags that it was asked for. */
export interface Outage {
  /** With its port. */
  readonly registry: string;
  readonly tags: readonly NamedImage[];
  /** In the kubelet's words, of one of them. */
  readonly reason: string;
}

/**
 * Tells registries that give nothing from images that have gone. What one kind of nodes was given counts for its registry,
 * and a tag that has no answer yet says nothing.
 */
export function findOutages(tags: readonly NamedImage[], answers: readonly ScoutView[]): readonly Outage[] {
  const byRegistry = new Map<string, NamedImage[]>();
  for (const tag of tags) byRegistry.set(registryOf(tag), [...(byRegistry.get(registryOf(tag)) ?? []), tag]);
  return [...byRegistry].flatMap(([registry, its]) => {
    const isGiven = its.some(({image}) => answers.some(({digests}) => digests.has(image)));
    const reasons = its.flatMap(({image}) => answers.flatMap(({failures}) => failures.get(image) ?? []));
    const [reason] = reasons;
    return isGiven || reason === undefined ? [] : [{registry, tags: its, reason}];
  });
}
