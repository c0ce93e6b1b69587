/**
 * Prints the size of each holder in dist and, of those that run on this machine, the memory they hold while they sleep.
 * How much of its stack a process touches is up to where the kernel happens to put it: the median of many is printed,
 * and the most.
 */
import {stat} from 'node:fs/promises';
import {join} from 'node:path';
import {architectureNames, architectures, measureHolder} from './toolchain/index.ts';

const RUNS = 51;

console.log('| binary | bytes on disk | KiB resident, median | most |');
console.log('| --- | ---: | ---: | ---: |');
for (const name of ['host', ...architectureNames] as const) {
  const path = join(import.meta.dirname, 'dist', name, 'sleep');
  const file = await stat(path).catch(() => undefined);
  const runsHere = process.platform === 'linux' && (name === 'host' || architectures[name].node === process.arch);
  const resident = file && runsHere ? await measureResident(path) : [];
  const cells = [
    name,
    file?.size ?? 'not built',
    resident[Math.floor(RUNS / 2)] ?? (file && 'does not run here'),
    resident.at(-1),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

/** The resident memory of that many holders, in rising order. */
async function measureResident(path: string): Promise<readonly number[]> {
  const measured: number[] = [];
  while (measured.length < RUNS) measured.push((await measureHolder(path)).resident);
  return measured.sort((a, b) => a - b);
}
