import test from 'ava';
import fc from 'fast-check';
import {holds, read, readLines, rejected} from './reading.ts';

const allowed = 'write a JSON object of strings such as {"disk":"ssd"}';

/** What is told of this text, as the value of NODE_SELECTOR. */
const says = test.macro((t, text: string, ...lines: string[]) => {
  t.deepEqual(readLines({NODE_SELECTOR: text}), rejected(lines.map(line => `NODE_SELECTOR: ${line}; ${allowed}`)));
});

test('a bare name', says, '{bad', 'line 1, column 2: expected a quoted name in "{bad"');
test(
  'a bare value',
  says,
  '{"disk": ssd}',
  'line 1, column 10: expected a value (strings are in double quotes) in "{"disk": ssd}"',
);
test('no value', says, '{"disk":}', 'line 1, column 9: expected a value in "{"disk":}"');
test('no colon', says, '{"disk" "ssd"}', 'line 1, column 9: expected ":" and a value in "{"disk" "ssd"}"');
test('a comma too many', says, '{"a":"x",}', 'line 1, column 10: expected a quoted name in "{"a":"x",}"');
test('no closing brace', says, '{"a":"x"', 'line 1, column 9: expected "}" before the end in "{"a":"x""');
test('no closing bracket', says, '["a"', 'line 1, column 5: expected "]" before the end in "["a""');
test('no closing quote', says, '{"a":"x}', 'line 1, column 6: found a string without its closing quote in "{"a":"x}"');
test(
  'single quotes with spaces around',
  says,
  "{ 'a' : 'x' }",
  "line 1, column 3: expected a quoted name in \"{ 'a' : 'x' }\"",
  "line 1, column 9: expected a value (strings are in double quotes) in \"{ 'a' : 'x' }\"",
);
test(
  'two missing commas in a row',
  says,
  '[1 2 3]',
  'line 1, column 4: expected "," in "[1 2 3]"',
  'line 1, column 6: expected "," in "[1 2 3]"',
);
test('something behind the end', says, '{} {}', 'line 1, column 4: expected nothing more in "{} {}"');
test('a word behind the end', says, '{} x', 'line 1, column 4: expected nothing here in "{} x"');
test(
  'a comment',
  says,
  '{ // disks\n}',
  'line 1, column 3: found a comment, which JSON does not have, in "{ // disks"',
);
test(
  'an escape of another language',
  says,
  '{"a":"\\x"}',
  'line 1, column 6: found an escape that JSON does not have in "{"a":"\\x"}"',
);
test(
  'a control character',
  says,
  '{"a":"\u0001"}',
  'line 1, column 6: found a control character, which must be escaped, in "{"a":"\\u{1}"}"',
);
test(
  'a space that is none to JSON',
  says,
  '{\u00a0"a":"x"}',
  'line 1, column 2: expected a quoted name in "{\\u{a0}"a":"x"}"',
);
test(
  'single quotes',
  says,
  "{'a':'x'}",
  "line 1, column 2: expected a quoted name in \"{'a':'x'}\"",
  "line 1, column 6: expected a value (strings are in double quotes) in \"{'a':'x'}\"",
);
test(
  'two missing commas and a bare name are three errors, each with its line',
  says,
  '{\n  "a": "1" "b": "2"\r\n  "c": "3",\n  d: "4"',
  'line 2, column 12: expected "," in ""a": "1" "b": "2""',
  'line 3, column 3: expected "," in ""c": "3","',
  'line 4, column 3: expected a quoted name in "d: "4""',
);
test(
  'only what is around an error is quoted, and no more than sixty characters',
  says,
  `{"${'a'.repeat(30)}":x${'y'.repeat(100)}`,
  `line 1, column 35: expected a value (strings are in double quotes) in "${'a'.repeat(18)}":x${'y'.repeat(39)}…"`,
);
test(
  'what is nested too deep for any Kubernetes type is not looked into',
  says,
  '['.repeat(500_000),
  'line 1, column 65: is nested more than 64 deep',
);

test('a place counts from the beginning of the value as written', t => {
  t.deepEqual(
    readLines({NODE_SELECTOR: '\n\n  {bad'}),
    rejected([`NODE_SELECTOR: line 3, column 4: expected a quoted name in "{bad"; ${allowed}`]),
  );
});

test('names that objects have by nature are data', t => {
  t.deepEqual(
    readLines({NODE_SELECTOR: '{"constructor":"a","toString":"b","hasOwnProperty":"c"}'}),
    holds({nodeSelector: {constructor: 'a', toString: 'b', hasOwnProperty: 'c'}} as const),
  );
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test('whatever is no JSON is told with its line and column, and nothing else is', t => {
  const pieces = fc.constantFrom(
    ...'{}[]:, \n"\\ue0123456789-+.tfx/*\u0001\u00a0',
    '"a"',
    'true',
    'null',
    '1.5e3',
    '\\u00e9',
    '\ufeff',
    "'",
    'NaN',
  );
  const texts = fc.oneof(
    fc.array(pieces, {maxLength: 12}).map(parts => parts.join('')),
    fc.tuple(fc.json(), fc.nat(), pieces).map(([json, at, piece]) => {
      const place = at % (json.length + 1);
      return json.slice(0, place) + piece + json.slice(place + 1);
    }),
    fc.json(),
  );
  fc.assert(
    fc.property(
      texts.filter(text => text.trim() !== ''),
      text => {
        const parsed = read({NODE_SELECTOR: text});
        const told = 'errors' in parsed && parsed.errors.some(({where}) => /^line \d+, column \d+$/.test(where ?? ''));
        const isQuoted = 'errors' in parsed && parsed.errors.some(({wrong}) => wrong === 'the value is in quotes');
        t.is(told, !isJson(text) && !isQuoted, JSON.stringify(text));
      },
    ),
    {numRuns: 2000},
  );
});
