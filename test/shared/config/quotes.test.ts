import {allKeys} from '@image-puller/shared/config';
import test from 'ava';
import fc from 'fast-check';
import {defaults, holds, minimal, read, readLines, rejected} from './reading.ts';

const pairs = ['""', "''", '``', '“”', '„“', '‘’', '‚‘', '«»', '»«', '‹›', '＂＂', '＇＇', '“"', '´´'];
const abc = 'a=r.example/a:1;b=r.example/b:1;c=r.example/c:1';
const images = 'che-code=quay.io/che-incubator/che-code:next; base=quay.io/devfile/base-developer-image:ubi9-latest';
const inQuotes = rejected([`IMAGES: the value is in quotes; write only the value, such as ${images}`]);
const read3 = holds({
  images: ['a', 'b', 'c'].map(name => ({name, image: `r.example/${name}:1`})),
});

/** What a key's parser says when what is around its value is not looked at first. */
const isRight = (name: string, text: string): boolean => {
  const parsed = allKeys.find(key => key.name === name)?.parse(text, defaults);
  return parsed !== undefined && 'value' in parsed && parsed.warnings.length === 0;
};

test('a list of images in quotes is rejected, none of it is let go of', t => {
  t.deepEqual(readLines({IMAGES: abc}), read3);
  for (const [open = '', close = ''] of pairs)
    t.deepEqual(readLines({IMAGES: `${open}${abc}${close}`}), inQuotes, open);
  for (const text of [
    ` "${abc}"\n`,
    `"${abc};"`,
    `"${abc}";`,
    `"${abc}" ;\n;`,
    `"\n${abc}\n"`,
    `"""${abc}"""`,
    `"'${abc}'"`,
    `\\"${abc}\\"`,
    '"a=r.example/a:1"',
    '""',
    "''",
  ]) {
    t.deepEqual(readLines({IMAGES: text}), inQuotes, text);
  }
});

test('a pair of quotes around some entries is rejected, too', t => {
  const around = (first: number, last: number) =>
    rejected([`IMAGES: has quotes around its entries ${first} to ${last}; write it without quotes, such as ${images}`]);
  t.deepEqual(readLines({IMAGES: `"${abc}";d=r.example/d:1`}), around(1, 3));
  t.deepEqual(readLines({IMAGES: `d=r.example/d:1; '${abc}'`}), around(2, 4));
  t.deepEqual(
    readLines({IMAGE_PULL_SECRETS: 'one;"two;three";'}),
    rejected([
      'IMAGE_PULL_SECRETS: has quotes around its entries 2 to 3; write it without quotes, such as registry-a;registry-b',
    ]),
  );
});

test('where each entry is in quotes the list is rejected', t => {
  t.deepEqual(
    readLines({IMAGES: '"a=r.example/a:1"; "b=r.example/b:1";'}),
    rejected([`IMAGES: each of its entries is in quotes; write it without quotes, such as ${images}`]),
  );
  t.deepEqual(
    readLines({IMAGE_PULL_SECRETS: "'one';'two';"}),
    rejected([
      'IMAGE_PULL_SECRETS: each of its entries is in quotes; write it without quotes, such as registry-a;registry-b',
    ]),
  );
});

test('a quote that is the mistake of one entry leaves out that entry, with a warning', t => {
  const left = (entry: number, shown: string, what: string) =>
    `IMAGES: entry ${entry}: ${shown} ${what}: left out; write name=image without quotes`;
  const c = {images: [{name: 'c', image: 'r.example/c:1'}]};
  t.deepEqual(
    readLines({IMAGES: '"a=r.example/a:1; c=r.example/c:1'}),
    holds(c, [left(1, '""a=r.example/a:1"', 'begins with a quote')]),
  );
  t.deepEqual(
    readLines({IMAGES: 'c=r.example/c:1; a=r.example/a:1”'}),
    holds(c, [left(2, '"a=r.example/a:1”"', 'ends with a quote')]),
  );
  t.deepEqual(
    readLines({IMAGES: "'a=r.example/a:1'; c=r.example/c:1; b='r.example/b:1'"}),
    holds(c, [left(1, '"\'a=r.example/a:1\'"', 'is in quotes'), left(3, '"b=\'r.example/b:1\'"', 'ends with a quote')]),
  );
});

test('any value of any key in quotes is rejected, whatever the key does about others that are wrong', t => {
  fc.assert(
    fc.property(fc.constantFrom(...allKeys), fc.constantFrom(...pairs), ({name, example}, [open = '', close = '']) => {
      for (const text of [`${open}${example}${close}`, ` ${open} ${example} ${close}\n`, `${open}${close}`]) {
        t.deepEqual(
          readLines({[name]: text}),
          rejected([`${name}: the value is in quotes; write only the value, such as ${example}`]),
        );
      }
    }),
  );
});

test('JSON in quotes is rejected, its own quotes escaped or not', t => {
  for (const key of allKeys.filter(({example}) => /^[[{]/.test(example))) {
    const escaped = JSON.stringify(key.example);
    for (const text of [escaped, `"${key.example}"`, `'${escaped}'`, `'${key.example}'`, `'null'`, `"{}"`]) {
      t.deepEqual(
        readLines({[key.name]: text}),
        rejected([`${key.name}: the value is in quotes; write only the value, such as ${key.example}`]),
        text,
      );
    }
  }
});

test('quotes of JSON at both ends are not taken for quotes around it', t => {
  t.deepEqual(
    readLines({NODE_SELECTOR: '"disk":"ssd"'}),
    rejected([
      'NODE_SELECTOR: line 1, column 7: expected nothing more in ""disk":"ssd""; write a JSON object of strings such as {"disk":"ssd"}',
    ]),
  );
});

test('a word with a quote at one end is rejected where another that is wrong would be the default', t => {
  t.deepEqual(
    readLines({CACHING_INTERVAL_HOURS: '"12', REFRESH_POLICY: 'never"'}),
    rejected([
      'CACHING_INTERVAL_HOURS: ""12" begins with a quote; write whole hours from 1 to 2562047',
      'REFRESH_POLICY: "never"" ends with a quote; write digest, always, never',
    ]),
  );
});

test("what is left of YAML's sign of a block is rejected in any key", t => {
  fc.assert(
    fc.property(
      fc.constantFrom(...allKeys),
      fc.constantFrom('|', '>', '|-', '>-', '|+', '>+', '|2', '|2-', '>-4'),
      fc.constantFrom('\n', ' ', '\n  ', '\r\n'),
      ({name, example}, sign, space) => {
        t.deepEqual(
          readLines({[name]: `${sign}${space}${example}`}),
          rejected([
            `${name}: the value begins with "${sign}", as a block does in YAML; write only the value, such as ${example}`,
          ]),
        );
      },
    ),
  );
});

test('a value that is right is never taken for one with something around it', t => {
  const text = fc.oneof(
    fc.json(),
    fc.string({unit: fc.constantFrom(...'a=b;:/.-_ 1%\n{}[]",\'|>\\')}),
    fc.constantFrom(...allKeys.map(({example}) => example)),
  );
  fc.assert(
    fc.property(fc.constantFrom(...allKeys), text, ({name}, value) => {
      if (!isRight(name, value)) return;
      const parsed = read({...minimal, [name]: value});
      t.deepEqual('errors' in parsed ? parsed.errors.filter(({wrong}) => /quotes|block/.test(wrong)) : [], []);
    }),
    {numRuns: 2000},
  );
});
