import {formatQuantity, parseQuantity, roundUpToMilli} from '@image-puller/embedded-cluster/quantity';
import test from 'ava';
import fc from 'fast-check';

/** As kube-apiserver v1.36.3 reads them back where they are the CPU of a container. */
const readBack: Readonly<Record<string, string>> = {
  '.2': '200m',
  '0.05': '50m',
  '200m': '200m',
  '1024Ki': '1Mi',
  '0.5Gi': '512Mi',
  '1.5Gi': '1536Mi',
  '1000': '1k',
  '1024': '1024',
  '1000000': '1M',
  '1000M': '1G',
  '1025Ki': '1025Ki',
  '1e3': '1e3',
  '5e-2': '50e-3',
  '12e2': '1200',
  '100e-3': '100e-3',
  '1.5E': '1500P',
  '1E': '1E',
  '1.10': '1100m',
  '001.50': '1500m',
  '0.0': '0',
  '0m': '0',
  '.': '0',
  '1u': '1m',
  '1n': '1m',
  '0.0000000001': '1m',
  '1000000u': '1',
  '0.1Ki': '102400m',
  '0.3Mi': '314572800m',
  '1.25Ki': '1280',
  '0.9765625Ki': '1k',
  '9223372036854775807': '9223372036854775807',
  '100000000000000000000': '100E',
};

test('quantities are read back as Kubernetes 1.36 reads them back', t => {
  const found = Object.keys(readBack).map(text => {
    const quantity = parseQuantity(text);
    return [text, quantity === undefined ? 'none' : formatQuantity(roundUpToMilli(quantity))];
  });
  t.deepEqual(Object.fromEntries(found), readBack);
});

test('what Kubernetes 1.36 refuses is no quantity', t => {
  const refused = [
    '',
    '1_000',
    '1,5',
    '1K',
    '1ki',
    '1KB',
    '1MiB',
    '1e',
    '1.5.2',
    '1ee3',
    '0x10',
    'Infinity',
    'much',
    '1e3m',
  ];
  t.deepEqual(
    refused.filter(text => parseQuantity(text) !== undefined),
    [],
  );
});

test('the canonical text of a quantity is the same quantity, and its own canonical text', t => {
  const suffix = fc.constantFrom('', 'n', 'u', 'm', 'k', 'M', 'G', 'T', 'Ki', 'Mi', 'Gi', 'e3', 'e-3');
  fc.assert(
    fc.property(fc.integer(), fc.nat(999), suffix, (whole, fraction, unit) => {
      const quantity = parseQuantity(`${whole}.${fraction}${unit}`);
      if (quantity === undefined) return t.fail(`${whole}.${fraction}${unit} is a quantity`);
      const text = formatQuantity(quantity);
      const again = parseQuantity(text);
      t.is(again?.nanos, quantity.nanos);
      t.is(again && formatQuantity(again), text);
    }),
  );
});
