import test from 'ava';
import {holds, minimal, readLines, rejected} from './reading.ts';

const entryAllowed = 'write name=image and end each entry with ";"';
const imageAllowed = 'write an image such as registry.example/team/app:1.2';
const labelAllowed = 'write at most 63 lower-case letters, digits and "-", a letter or digit at both ends';
const unusable =
  'write entries such as che-code=quay.io/che-incubator/che-code:next; base=quay.io/devfile/base-developer-image:ubi9-latest';

/** What is told of this entry, which stands behind a good one that is held. */
const warnsOf = test.macro((t, entry: string, ...warnings: string[]) => {
  t.deepEqual(
    readLines({IMAGES: `${minimal.IMAGES};${entry}`}),
    holds(
      {},
      warnings.map(line => `IMAGES: ${line}`),
    ),
  );
});

test(
  'an entry without = is left out',
  warnsOf,
  'nonsense',
  `entry 2: "nonsense" has no "=": left out; ${entryAllowed}`,
);
test(
  'an entry with two = is left out',
  warnsOf,
  'b==x',
  `entry 2: "b==x" has more than one "=": left out; ${entryAllowed}`,
);
test(
  'a forgotten semicolon at the end of a line is seen for what it is',
  warnsOf,
  'b=x\nc=y',
  `entry 2: "b=x\\nc=y" has more than one "=": left out; ${entryAllowed}`,
);
test(
  'an entry without an image is left out',
  warnsOf,
  'b=',
  `entry 2: the image "" is empty: left out; ${imageAllowed}`,
);
test(
  'an entry without a name is left out',
  warnsOf,
  '=x',
  `entry 2: the name "" is not a DNS label: left out; ${labelAllowed}`,
);
test(
  'a name that is no DNS label is left out',
  warnsOf,
  'che_code=x',
  `entry 2: the name "che_code" is not a DNS label: left out; ${labelAllowed}`,
);
test(
  'a name longer than a DNS label is left out',
  warnsOf,
  `${'n'.repeat(64)}=x`,
  `entry 2: the name "${'n'.repeat(60)}…" is not a DNS label: left out; ${labelAllowed}`,
);
test(
  'the name of the init container is reserved',
  warnsOf,
  'copy-sleep=x',
  'entry 2: the name "copy-sleep" is reserved for the init container: left out; give it another name',
);
test(
  'an image that no node could pull is left out',
  warnsOf,
  'b=https://x/y',
  `entry 2: the image "https://x/y" has no valid registry: "https:" is no host name and port: left out; ${imageAllowed}`,
);
test(
  'empty entries in the middle are told, those at the end are not',
  warnsOf,
  ';\n;b;;\n;',
  'entry 2: is empty: left out; write one ";" between two entries',
  'entry 3: is empty: left out; write one ";" between two entries',
  `entry 4: "b" has no "=": left out; ${entryAllowed}`,
);

test('a name given twice stands for the last image, at the place of the first', t => {
  t.deepEqual(
    readLines({IMAGES: 'a=x:1;b=y;a=x:2;a=x:3'}),
    holds(
      {
        images: [
          {name: 'a', image: 'x:3'},
          {name: 'b', image: 'y'},
        ],
      },
      [
        'IMAGES: entry 3: the name "a" is taken by entry 1; give each image a name of its own; "x:2" is used at the place of entry 1',
        'IMAGES: entry 4: the name "a" is taken by entry 1; give each image a name of its own; "x:3" is used at the place of entry 1',
      ],
    ),
  );
});

test('a second entry that is wrong does not displace the first of its name', t => {
  t.deepEqual(
    readLines({IMAGES: 'a=x:1;a=X:2'}),
    holds({images: [{name: 'a', image: 'x:1'}]}, [
      `IMAGES: entry 2: the image "X:2" has capitals in its repository "library/X": left out; ${imageAllowed}`,
    ]),
  );
});

test('names that objects have by nature are names like any other', t => {
  const images = ['constructor', 'tostring', 'valueof'].map(name => ({name, image: 'x'}));
  t.deepEqual(readLines({IMAGES: images.map(({name, image}) => `${name}=${image}`).join(';')}), holds({images}));
});

test('only separators, or only entries that are wrong, reject the configuration', t => {
  t.deepEqual(readLines({IMAGES: ' ; ;\n;'}), rejected([`IMAGES: has no usable entry; ${unusable}`]));
  t.deepEqual(
    readLines({IMAGES: 'x'}),
    rejected(
      [`IMAGES: has no usable entry; ${unusable}`],
      [`IMAGES: entry 1: "x" has no "=": left out; ${entryAllowed}`],
    ),
  );
});

test('of many problems twenty are told, and how many more there are', t => {
  const told = Array.from(
    {length: 20},
    (_, index) => `IMAGES: entry ${index + 2}: "b" has no "=": left out; ${entryAllowed}`,
  );
  t.deepEqual(
    readLines({IMAGES: `${minimal.IMAGES}${';b'.repeat(30)}`}),
    holds({}, [...told, 'IMAGES: 10 more problems like these; fix the first ones to see the rest']),
  );
  t.deepEqual(readLines({IMAGES: `${minimal.IMAGES}${';b'.repeat(20)}`}), holds({}, told));
});

test('what is quoted can neither forge a line nor hide itself, and is short', t => {
  t.deepEqual(
    readLines({IMAGES: `${minimal.IMAGES};\u001b[2J\u202e\u00a0\ud800\r\n${'z'.repeat(1000)}`}),
    holds({}, [
      `IMAGES: entry 2: "\\u{1b}[2J\\u{202e}\\u{a0}\\u{d800}\\r\\n${'z'.repeat(25)}…" has no "=": left out; ${entryAllowed}`,
    ]),
  );
});
