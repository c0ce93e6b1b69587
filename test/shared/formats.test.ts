import {dnsLabel, dnsSubdomain, labelKey, labelValue} from '@image-puller/shared/formats';
import test from 'ava';

const a = (length: number): string => 'a'.repeat(length);

/** Which of these texts the format matches. */
const matches = test.macro(
  (t, format: {readonly matches: (text: string) => boolean}, good: readonly string[], bad: readonly string[]) => {
    t.deepEqual([...good, ...bad].filter(format.matches), [...good]);
  },
);

test(
  'DNS labels',
  matches,
  dnsLabel,
  ['a', '0', 'a-b', 'a--b', a(63)],
  ['', a(64), 'A', '-a', 'a-', 'a.b', 'a_b', 'é'],
);
test(
  'DNS subdomains',
  matches,
  dnsSubdomain,
  ['a', 'a.b-c.0', a(253)],
  ['', a(254), 'A', '.a', 'a.', 'a..b', 'a.-b', 'a-.b', 'a_b', 'a/b', 'a\n'],
);
test(
  'label keys',
  matches,
  labelKey,
  ['a', 'A_b.C-0', 'example.com/A', a(63), `${a(253)}/${a(63)}`],
  ['', a(64), `${a(254)}/a`, `a/${a(64)}`, '/a', 'a/', 'a/b/c', 'Example.com/a', '-a', 'a-', '_a', 'a b', 'a\n'],
);
test('label values', matches, labelValue, ['', 'a', 'A_b.C-0', a(63)], [a(64), '-a', 'a-', '.', 'a b', 'a/b', 'a\n']);
