import test from 'ava';
import fc from 'fast-check';
import {testsWith, testWith} from '../support/needs.ts';
import {goDurations} from './go-durations.ts';
import {feed} from './processes.ts';
import {buildDurationDrivers, findHost, type Program} from './programs.ts';

const drivers = await buildDurationDrivers();
const host = findHost(drivers);

/** What the holder's parser makes of each text: nanoseconds, or undefined where it refuses it. */
async function parse(driver: Program, texts: readonly (string | Buffer)[]): Promise<readonly (bigint | undefined)[]> {
  const output = await feed(driver, Buffer.concat(texts.flatMap(text => [Buffer.from(text), Buffer.of(0)])));
  const lines = output.trimEnd().split('\n');
  return lines.map(line => (line === 'refused' ? undefined : BigInt(line)));
}

for (const {origin, program: need} of drivers) {
  testsWith(need, `${origin}: what a duration is`, program => {
    test(`${origin}: a text is the duration that it is to Go, or none as to Go`, async t => {
      const texts = goDurations.map(({text}) => text);
      const parsed = await parse(program, texts);
      t.deepEqual(
        texts.map((text, i) => ({text: text.toString(), nanoseconds: parsed[i]})),
        goDurations.map(go => ({
          text: go.text.toString(),
          nanoseconds: 'nanoseconds' in go ? go.nanoseconds : undefined,
        })),
      );
    });
  });
}

const unitSizes = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['\u00b5s', 1_000n],
  ['\u03bcs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);

testWith(host, 'parts add up whatever their order, up to 292 years in both directions', async (t, program) => {
  const count = fc.oneof(fc.bigInt(0n, 10_000n), fc.bigInt(0n, 2n ** 64n));
  const parts = fc.array(fc.tuple(count, fc.constantFrom(...unitSizes)), {minLength: 1, maxLength: 4});
  const duration = fc.record({sign: fc.constantFrom('', '+', '-'), parts});
  await fc.assert(
    fc.asyncProperty(fc.array(duration, {minLength: 1, maxLength: 100}), async durations => {
      const texts = durations.map(({sign, parts}) => sign + parts.map(([count, [unit]]) => count + unit).join(''));
      const sums = durations.map(({sign, parts}) => {
        const size = parts.reduce((sum, [count, [, unitSize]]) => sum + count * unitSize, 0n);
        const sum = sign === '-' ? -size : size;
        return sum === BigInt.asIntN(64, sum) ? sum : undefined;
      });
      t.deepEqual(await parse(program, texts), sums);
    }),
  );
});

testWith(host, 'nothing but numbers with units is a duration', async (t, program) => {
  const grammar = /^[-+]?(0|((\d+\.?\d*|\.\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h))+)$/;
  const characters = ['0', '1', '9', '.', '-', '+', ...unitSizes.keys(), 'u', '\u00b5', 'n', 'd', ' '];
  // Too short for a number that is too large.
  const text = fc.array(fc.constantFrom(...characters), {maxLength: 6}).map(list => list.join(''));
  await fc.assert(
    fc.asyncProperty(fc.array(text, {minLength: 1, maxLength: 100}), async texts => {
      const accepted = (await parse(program, texts)).map(nanoseconds => nanoseconds !== undefined);
      t.deepEqual(
        texts.map((text, i) => ({text, accepted: accepted[i]})),
        texts.map(text => ({text, accepted: grammar.test(text)})),
      );
    }),
  );
});
