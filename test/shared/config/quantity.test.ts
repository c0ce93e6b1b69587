import {readFile} from 'node:fs/promises';
import {compareQuantities, formatQuantity, parseQuantity} from '@image-puller/shared/config';
import test from 'ava';
import fc from 'fast-check';

interface Recording {
  readonly answers: Readonly<Record<string, readonly [canonical: string, value: string] | null>>;
}

/** What Go takes and nobody means: no digits, and more than Kubernetes' own documentation allows. */
const stricter: ReadonlySet<string> = new Set(['m', 'e3', '1e400']);

async function readRecording(): Promise<Recording> {
  return JSON.parse(await readFile(new URL('fixtures/go-quantities.json', import.meta.url), 'utf8'));
}

/** A decimal such as `0.200` in billionths. */
function toNano(decimal: string): bigint {
  const [whole = '', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.padEnd(9, '0'));
}

test('quantities are understood, and written in canonical form, as Kubernetes does', async t => {
  const {answers} = await readRecording();
  const expected = Object.entries(answers).map(([text, answer]) => {
    const taken = stricter.has(text) ? null : answer;
    return [text, taken && {canonical: taken[0], nano: toNano(taken[1])}];
  });
  const actual = expected.map(([text]) => {
    const quantity = typeof text === 'string' ? parseQuantity(text) : undefined;
    return [text, quantity === undefined ? null : {canonical: formatQuantity(quantity), nano: quantity.nano}];
  });
  t.deepEqual(actual, expected);
});

test('quantities are compared by value, whatever they are written in', t => {
  const cases: readonly [string, string, number | undefined][] = [
    ['.2', '200m', 0],
    ['1Ki', '1024', 0],
    ['1k', '1Ki', -1],
    ['1e3', '1k', 0],
    ['9223372036854775807', '9223372036854775806', 1],
    ['0.1', '0.10000001', -1],
    ['-1', '0', -1],
    ['1', 'much', undefined],
    ['', '1', undefined],
  ];
  t.deepEqual(
    cases.map(([a, b]) => [a, b, compareQuantities(a, b)]),
    cases,
  );
});

test('numbers over 2^63-1 are no quantities', t => {
  t.deepEqual(['9223372036854775808', '8Ei', '10E', '1e19', `1e${'9'.repeat(50)}`].map(parseQuantity), [
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

const quantities = fc.stringMatching(
  /^[+-]?(?:[0-9]{1,6}(?:\.[0-9]{0,4})?|\.[0-9]{1,4})(?:[KMGT]i|[numkMG]?|[eE][+-]?[0-9])$/,
);

test('the canonical form is a quantity of the same value, and its own canonical form', t => {
  fc.assert(
    fc.property(quantities, text => {
      const quantity = parseQuantity(text);
      const canonical = quantity && formatQuantity(quantity);
      const again = parseQuantity(canonical ?? '');
      t.deepEqual(again?.nano, quantity?.nano, text);
      t.deepEqual(again && formatQuantity(again), canonical, text);
    }),
  );
});

test('comparing is an order: antisymmetric, and transitive', t => {
  fc.assert(
    fc.property(quantities, quantities, quantities, (a, b, c) => {
      const [ab, ba, bc, ac] = [
        compareQuantities(a, b),
        compareQuantities(b, a),
        compareQuantities(b, c),
        compareQuantities(a, c),
      ];
      if (ab === undefined || ba === undefined || bc === undefined || ac === undefined) return t.fail('no quantity');
      t.is(ab + ba, 0);
      if (ab <= 0 && bc <= 0) t.true(ac <= 0);
    }),
  );
});
