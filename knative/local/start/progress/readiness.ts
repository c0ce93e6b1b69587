import {count} from './format.ts';
import type {Line, Snapshot} from './types.ts';

/** Whether everything is held everywhere, and since when it is not. Times are in milliseconds of one clock. */
export type Readiness =
  | {readonly is: 'waiting'; readonly since: number; readonly times: number}
  | {readonly is: 'ready'; readonly times: number};

/** At the start nothing is held. `times` counts how often it has been ready. */
export const waitFrom = (now: number): Readiness => ({is: 'waiting', since: now, times: 0});

/** What a snapshot makes of it, and the line for the moment in which all images are held on all nodes. */
export function assessReadiness(
  before: Readiness,
  {pullers}: Pick<Snapshot, 'pullers'>,
  now: number,
): {readonly readiness: Readiness; readonly line?: Line} {
  const ready = pullers.length > 0 && pullers.every(puller => puller.ready);
  if (ready === (before.is === 'ready')) return {readiness: before};
  if (before.is === 'ready') return {readiness: {is: 'waiting', since: now, times: before.times}};
  const images = pullers.reduce((sum, puller) => sum + puller.images.length, 0);
  const nodes = Math.max(...pullers.map(puller => puller.nodes.eligible));
  const again = before.times === 0 ? '' : ' again';
  const seconds = ((now - before.since) / 1000).toFixed(1);
  const text = `${all(images, 'image')} held on ${all(nodes, 'node').replace(/ (is|are)$/, '')}${again}: it took ${seconds} s`;
  return {readiness: {is: 'ready', times: before.times + 1}, line: {tone: 'good', text: capitalize(text)}};
}

const all = (number: number, noun: string): string =>
  number === 1 ? `the one ${noun} is` : `all ${count(number, noun)} are`;

const capitalize = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
