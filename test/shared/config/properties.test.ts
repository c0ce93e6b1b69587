import {allKeys, formatProblem, parseConfig} from '@image-puller/shared/config';
import test from 'ava';
import fc from 'fast-check';
import {defaults, minimal, read} from './reading.ts';

const names = fc.oneof(
  fc.constantFrom(...allKeys.map(key => key.name)),
  fc.string(),
  fc.constantFrom('__proto__', 'constructor'),
);
const texts = fc.oneof(
  fc.string({unit: 'binary', maxLength: 40}),
  fc.string({unit: fc.constantFrom(...'a=b;:@/.-_ 1%\n{}[]",')}),
  fc.json(),
  fc.constantFrom(...allKeys.map(key => key.example)),
);
const anyData = fc.array(fc.tuple(names, texts), {maxLength: 25}).map(entries => Object.fromEntries(entries));

test('whatever the data, there is an answer, the same each time, in lines that show all they hold', t => {
  fc.assert(
    fc.property(anyData, data => {
      const parsed = parseConfig(data, defaults);
      t.deepEqual(parseConfig({...data}, defaults), parsed);
      const problems = [...('errors' in parsed ? parsed.errors : []), ...parsed.warnings];
      for (const problem of problems) {
        t.notRegex(formatProblem({...problem, key: 'KEY'}), /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        t.true([problem.wrong, problem.allowed, problem.where ?? '-'].every(part => part !== '' && part.length < 600));
      }
      if ('errors' in parsed) t.true(parsed.errors.length > 0);
    }),
    {numRuns: 500},
  );
});

test('one bad entry never blocks the good ones', t => {
  // Around the good entry a pair of quotes is no entry's mistake, and neither is YAML's sign of a block: see quotes.test.ts.
  const bad = fc.string({unit: 'binary'}).filter(text => !/[;="'`´“”„‟‘’‚‛«»‹›〝〞＂＇]|^\s*[|>]/u.test(text));
  fc.assert(
    fc.property(bad, bad, (before, after) => {
      const parsed = read({
        IMAGES: `${before};${minimal.IMAGES};${after}`,
        IMAGE_PULL_SECRETS: `${before};one;${after}`,
      });
      if ('errors' in parsed) return t.fail(parsed.errors.map(formatProblem).join('\n'));
      t.deepEqual(parsed.config.images, [{name: 'a', image: 'registry.example/a:1'}]);
      t.true(parsed.config.imagePullSecrets.includes('one'));
    }),
  );
});

test('a wrong value of any key leaves the others as they are', t => {
  const wrong = {NODE_SELECTOR: '{', AFFINITY: '[', TOLERATIONS: '}', ROLLOUT_MAX_NODES: '0', CACHING_CPU_LIMIT: 'x'};
  fc.assert(
    fc.property(fc.subarray(Object.entries(wrong), {minLength: 1}), entries => {
      const parsed = read(Object.fromEntries(entries));
      const keys = 'errors' in parsed ? [...new Set(parsed.errors.map(problem => problem.key))] : [];
      t.deepEqual(keys.sort(), entries.map(([key]) => key).sort());
    }),
  );
});

const mebibyte = 2 ** 20;
const huge: Readonly<Record<string, string>> = {
  'a list of entries': 'a=b:c;'.repeat(mebibyte / 6),
  'a list of separators': ';'.repeat(mebibyte),
  letters: 'a'.repeat(mebibyte),
  'letters and a bad end': `${'a-'.repeat(mebibyte / 2)}!`,
  'an image name': `a=${'a/'.repeat(mebibyte / 2)}`,
  'a host name': `a=${'a.'.repeat(mebibyte / 2)}/!`,
  digits: '9'.repeat(mebibyte),
  zeros: `${'0'.repeat(mebibyte)}x`,
  'white space': `${' '.repeat(mebibyte)}x`,
  brackets: '['.repeat(mebibyte),
  'bare words': `[${'x '.repeat(mebibyte / 2)}`,
  'missing commas': `{${'"a":1 '.repeat(mebibyte / 6)}`,
  'errors on lines': `{${'x\n'.repeat(mebibyte / 2)}`,
  members: `{${Array.from({length: 80_000}, (_, index) => `"k${index}":1`).join(',')}}`,
  quotes: '"'.repeat(mebibyte),
  'quotes around letters': `${"'".repeat(mebibyte / 3)}${'a'.repeat(mebibyte / 3)}${'"'.repeat(mebibyte / 3)}`,
  'quoted entries': '"a=b:c";'.repeat(mebibyte / 8),
  'an array of arrays': `[${'[],'.repeat(mebibyte / 3)}[]]`,
};

for (const [name, text] of Object.entries(huge)) {
  test(`a mebibyte of ${name} in any key is read in the time that a mebibyte takes`, t => {
    for (const key of allKeys) {
      const start = process.threadCpuUsage();
      const parsed = read({[key.name]: text});
      const {user} = process.threadCpuUsage(start);
      // Quadratic work on a mebibyte takes minutes of a CPU, whatever else runs.
      t.true(user < 5_000_000, `${key.name} took ${user / 1000} ms of a CPU`);
      t.true(parsed.warnings.length <= 21 && (!('errors' in parsed) || parsed.errors.length <= 42), key.name);
    }
  });
}
