import type {Heard, Instance} from '../installed/index.ts';
import {seconds} from './format.ts';

/** What a pod of a function has cost, and how long it stayed after its last request. */
export function describeInstance({service, cpu, memory, proxyMemory, log, from, to}: Instance): string {
  const mebibytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MiB`;
  const requests = log.filter(line => line.includes('"outcome"'));
  const times = requests.flatMap(line => /^\{"time":"([^"]+)"/.exec(line)?.[1] ?? []).map(time => Date.parse(time));
  const stayed = times.length > 0 ? `, ${seconds(to - Math.max(...times))} of it after its last request` : '';
  const costs = `${cpu.toFixed(2)} s of CPU, ${mebibytes(memory)} and ${mebibytes(proxyMemory)} of queue-proxy`;
  return `${service}: ${costs}, ${seconds(to - from)} in all${stayed}, ${requests.length} requests`;
}

/** How many events of each type and object, the most first: `3 dev.knative.sources.ping`. */
export function countEvents(heard: readonly Heard[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const {type, about} of heard) {
    const key = `${type} ${about}`.trim();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([key, number]) => `${number} ${key}`);
}
