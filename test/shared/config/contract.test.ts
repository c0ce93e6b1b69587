import {allKeys, parseConfig} from '@image-puller/shared/config';
import test from 'ava';
import {defaults, holds, readLines, rejected} from './reading.ts';

test('every key of the contract and of the design is declared once', t => {
  t.deepEqual(
    allKeys.map(key => key.name),
    [
      'IMAGES',
      'CACHING_INTERVAL_HOURS',
      'CACHING_MEMORY_REQUEST',
      'CACHING_MEMORY_LIMIT',
      'CACHING_CPU_REQUEST',
      'CACHING_CPU_LIMIT',
      'DAEMONSET_NAME',
      'DAEMONSET_ANNOTATIONS',
      'NAMESPACE',
      'NODE_SELECTOR',
      'AFFINITY',
      'TOLERATIONS',
      'IMAGE_PULL_SECRETS',
      'KIP_IMAGE',
      'SLEEP_IMAGE',
      'REFRESH_POLICY',
      'ROLLOUT_MAX_NODES',
      'PRIORITY_CLASS_NAME',
      'POD_LABELS',
      'POD_ANNOTATIONS',
      'POD_SERVICE_ACCOUNT_NAME',
      'POD_RUNTIME_CLASS_NAME',
    ],
  );
});

test('a ConfigMap with IMAGES alone has every default of the contract', t => {
  t.deepEqual(readLines({}), holds({}));
});

test('a key that is empty or only white space has its default', t => {
  const blank = Object.fromEntries(allKeys.filter(key => key.name !== 'IMAGES').map(key => [key.name, ' \n\t']));
  t.deepEqual(readLines(blank), holds({}));
  t.deepEqual(readLines(Object.fromEntries(Object.keys(blank).map(key => [key, '']))), holds({}));
});

test('IMAGES: name=image entries are held in the order written, with spaces, line breaks and a last semicolon', t => {
  t.deepEqual(
    readLines({IMAGES: ' b=registry.example/b:2 ;\n a = registry.example/a:1\r\n;\tc=c;'}),
    holds({
      images: [
        {name: 'b', image: 'registry.example/b:2'},
        {name: 'a', image: 'registry.example/a:1'},
        {name: 'c', image: 'c'},
      ],
    }),
  );
});

test('CACHING_INTERVAL_HOURS: an integer, and 1 for whatever is none', t => {
  const wrong = (text: string, what: string) =>
    holds({}, [`CACHING_INTERVAL_HOURS: "${text}" ${what}: 1 is used; write whole hours from 1 to 2562047`]);
  t.deepEqual(readLines({CACHING_INTERVAL_HOURS: '1'}), holds({}));
  t.deepEqual(readLines({CACHING_INTERVAL_HOURS: ' 2 \n'}), holds({cachingIntervalHours: 2}));
  t.deepEqual(readLines({CACHING_INTERVAL_HOURS: '+007'}), holds({cachingIntervalHours: 7}));
  t.deepEqual(readLines({CACHING_INTERVAL_HOURS: '2562047'}), holds({cachingIntervalHours: 2562047}));
  t.deepEqual(readLines({CACHING_INTERVAL_HOURS: '2562048'}), wrong('2562048', 'is not an interval'));
  t.deepEqual(readLines({CACHING_INTERVAL_HOURS: '0'}), wrong('0', 'is not an interval'));
  t.deepEqual(readLines({CACHING_INTERVAL_HOURS: '-1'}), wrong('-1', 'is not an interval'));
  t.deepEqual(readLines({CACHING_INTERVAL_HOURS: '1.5'}), wrong('1.5', 'is not a whole number'));
  t.deepEqual(readLines({CACHING_INTERVAL_HOURS: '1e1'}), wrong('1e1', 'is not a whole number'));
  t.deepEqual(readLines({CACHING_INTERVAL_HOURS: '0x10'}), wrong('0x10', 'is not a whole number'));
  t.deepEqual(readLines({CACHING_INTERVAL_HOURS: 'abc'}), wrong('abc', 'is not a whole number'));
  t.deepEqual(readLines({CACHING_INTERVAL_HOURS: '9'.repeat(400)}), wrong(`${'9'.repeat(60)}…`, 'is not an interval'));
});

test('DAEMONSET_NAME: a DNS subdomain, anything else rejects', t => {
  t.deepEqual(readLines({DAEMONSET_NAME: 'my-puller.v2\n'}), holds({daemonSetName: 'my-puller.v2'}));
  t.deepEqual(
    readLines({DAEMONSET_NAME: 'My_Puller'}),
    rejected([
      'DAEMONSET_NAME: "My_Puller" is not a DNS subdomain; write at most 253 lower-case letters, digits, "-" and ".", a letter or digit at both ends of each part',
    ]),
  );
});

test('NAMESPACE: the own namespace of the ConfigMap, another one rejects', t => {
  t.deepEqual(readLines({NAMESPACE: 'k8s-image-puller\n'}), holds({}));
  t.deepEqual(
    readLines({NAMESPACE: 'kube-system'}),
    rejected([
      'NAMESPACE: "kube-system" is not the namespace of this ConfigMap; leave it out or write k8s-image-puller; for "kube-system" make a ConfigMap there',
    ]),
  );
});

test('NODE_SELECTOR: a JSON object of strings that are labels, anything else rejects', t => {
  const selector = {disk: 'ssd', 'example.com/Pool': ''};
  t.deepEqual(readLines({NODE_SELECTOR: JSON.stringify(selector)}), holds({nodeSelector: selector}));
  t.deepEqual(readLines({NODE_SELECTOR: 'null'}), holds({}));
  t.deepEqual(
    readLines({NODE_SELECTOR: '{"disk": 5, "a b": "x", "c": "-"}'}),
    rejected([
      'NODE_SELECTOR: disk: is a number; write a string in double quotes',
      'NODE_SELECTOR: ["a b"]: "a b" is not a label key; write a key such as disk or example.com/disk: at most 63 letters, digits, "-", "_" and "." after the prefix',
      'NODE_SELECTOR: c: "-" is not a label value; write at most 63 letters, digits, "-", "_" and ".", a letter or digit at both ends',
    ]),
  );
  t.deepEqual(readLines({NODE_SELECTOR: '["disk"]'}), rejected(['NODE_SELECTOR: is an array; write an object in { }']));
});

test('NODE_SELECTOR: a null value is an empty one and the last of two counts, as in Go', t => {
  t.deepEqual(
    readLines({NODE_SELECTOR: '{"a": "1", "b": null, "a": "2"}'}),
    holds({nodeSelector: {a: '2', b: ''}}, [
      'NODE_SELECTOR: b: is null and read as an empty string; write a string in double quotes',
      'NODE_SELECTOR: a: is written twice; write it once; the last one counts',
    ]),
  );
});

test('DAEMONSET_ANNOTATIONS: a JSON object of strings, from which a wrong entry is left out', t => {
  t.deepEqual(
    readLines({DAEMONSET_ANNOTATIONS: '{"example.com/owner":"team a","Example.com/x":""}'}),
    holds({daemonSetAnnotations: {'example.com/owner': 'team a', 'Example.com/x': ''}}),
  );
  const allowed =
    'write a key such as example.com/owner; those beginning with kubernetes-image-puller/ are set by the puller';
  t.deepEqual(
    readLines({
      DAEMONSET_ANNOTATIONS: '{"good":"1","a":1,"b c":"x","Kubernetes-Image-Puller/spec":"x","__proto__":"x"}',
    }),
    holds({daemonSetAnnotations: {good: '1'}}, [
      'DAEMONSET_ANNOTATIONS: a: is a number: left out; write a string in double quotes',
      `DAEMONSET_ANNOTATIONS: ["b c"]: "b c" is not an annotation key of yours: left out; ${allowed}`,
      `DAEMONSET_ANNOTATIONS: ["Kubernetes-Image-Puller/spec"]: "Kubernetes-Image-Puller/spec" is not an annotation key of yours: left out; ${allowed}`,
      `DAEMONSET_ANNOTATIONS: __proto__: "__proto__" is not an annotation key of yours: left out; ${allowed}`,
    ]),
  );
});

test('DAEMONSET_ANNOTATIONS: 224 KiB of UTF-8 at most, so that the own annotations fit as well', t => {
  const most = 224 * 1024;
  const fits = {a: 'x'.repeat(most - 1)};
  t.deepEqual(readLines({DAEMONSET_ANNOTATIONS: JSON.stringify(fits)}), holds({daemonSetAnnotations: fits}));
  t.deepEqual(
    readLines({DAEMONSET_ANNOTATIONS: JSON.stringify({a: 'é'.repeat(most / 2)})}),
    rejected(['DAEMONSET_ANNOTATIONS: has 229377 bytes of names and values; write at most 229376 bytes']),
  );
});

test('IMAGE_PULL_SECRETS: names are trimmed, and empty, impossible and repeated ones left out', t => {
  t.deepEqual(readLines({IMAGE_PULL_SECRETS: 'one; two ;three;'}), holds({imagePullSecrets: ['one', 'two', 'three']}));
  t.deepEqual(readLines({IMAGE_PULL_SECRETS: ' ;; '}), holds({}));
  t.deepEqual(
    readLines({IMAGE_PULL_SECRETS: 'one;;Two;three.x;one;;'}),
    holds({imagePullSecrets: ['one', 'three.x']}, [
      'IMAGE_PULL_SECRETS: entry 2: is empty: left out; write one ";" between two names',
      'IMAGE_PULL_SECRETS: entry 3: "Two" is not a DNS subdomain: left out; write at most 253 lower-case letters, digits, "-" and ".", a letter or digit at both ends of each part',
      'IMAGE_PULL_SECRETS: entry 5: "one" is written twice; write it once',
    ]),
  );
});

test('KIP_IMAGE: an image reference, anything else rejects', t => {
  t.deepEqual(readLines({KIP_IMAGE: 'r.example/kip:7\n'}), holds({kipImage: 'r.example/kip:7'}));
  t.deepEqual(
    readLines({KIP_IMAGE: 'r.example/Kip:7'}),
    rejected([
      'KIP_IMAGE: "r.example/Kip:7" has capitals in its repository "Kip"; write an image such as registry.example/team/app:1.2',
    ]),
  );
});

test('all problems of all keys are told at once, errors and warnings', t => {
  t.deepEqual(
    readLines({IMAGES: 'x', NODE_SELECTOR: '{bad', CACHING_CPU_LIMIT: 'much', CACHING_INTERVAL_HOURS: 'often'}),
    rejected(
      [
        'IMAGES: has no usable entry; write entries such as che-code=quay.io/che-incubator/che-code:next; base=quay.io/devfile/base-developer-image:ubi9-latest',
        'CACHING_CPU_LIMIT: "much" is not a quantity; write cores or millicores such as .2 or 200m',
        'NODE_SELECTOR: line 1, column 2: expected a quoted name in "{bad"; write a JSON object of strings such as {"disk":"ssd"}',
      ],
      [
        'IMAGES: entry 1: "x" has no "=": left out; write name=image and end each entry with ";"',
        'CACHING_INTERVAL_HOURS: "often" is not a whole number: 1 is used; write whole hours from 1 to 2562047',
      ],
    ),
  );
});

test('a problem says its key, place, fault and remedy apart', t => {
  t.deepEqual(parseConfig({IMAGES: 'a=registry.example/a:1;;b=B', NODE_SELECTOR: '{"a":1}'}, defaults), {
    errors: [{key: 'NODE_SELECTOR', where: 'a', wrong: 'is a number', allowed: 'write a string in double quotes'}],
    warnings: [
      {key: 'IMAGES', where: 'entry 2', wrong: 'is empty: left out', allowed: 'write one ";" between two entries'},
      {
        key: 'IMAGES',
        where: 'entry 3',
        wrong: 'the image "B" has capitals in its repository "library/B": left out',
        allowed: 'write an image such as registry.example/team/app:1.2',
      },
    ],
  });
});

test('a key mistyped is a warning with the key that is meant, other keys are nobody’s business', t => {
  t.deepEqual(
    readLines({
      IMAGE: 'x',
      cachingIntervalHours: '5',
      TOLERATION: '',
      PAGES: '4',
      Makefile: 'all:',
      'README.md': '#',
      ['x'.repeat(300)]: '',
    }),
    holds({}, [
      'IMAGE: "IMAGE" is not known and ignored; write IMAGES, if that is what you mean',
      'cachingIntervalHours: "cachingIntervalHours" is not known and ignored; write CACHING_INTERVAL_HOURS, if that is what you mean',
      'TOLERATION: "TOLERATION" is not known and ignored; write TOLERATIONS, if that is what you mean',
    ]),
  );
});

test('a ConfigMap without data is rejected for its images alone', t => {
  const errors = [
    {
      key: 'IMAGES',
      wrong: 'is not set',
      allowed:
        'write entries such as che-code=quay.io/che-incubator/che-code:next; base=quay.io/devfile/base-developer-image:ubi9-latest',
    },
  ];
  t.deepEqual(parseConfig(undefined, defaults), {errors, warnings: []});
  t.deepEqual(parseConfig({}, defaults), {errors, warnings: []});
  t.deepEqual(parseConfig({IMAGES: ' \n'}, defaults), {errors, warnings: []});
});

test('every example in the declarations is right', t => {
  for (const key of allKeys) {
    const parsed = key.parse(key.example, defaults);
    t.deepEqual('value' in parsed ? parsed.warnings : parsed.errors, [], key.name);
  }
});
