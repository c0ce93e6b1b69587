import {type PullerStatus, renderPage, type Status} from '@image-puller/functions/status';
import test from 'ava';

/** What would do something on a page if it were not text; `of` tells from which value it came. */
const hostile = (of: string): string => `<img alt='${of}' src="x" onerror=alert(1)>&`;
const asText = (of: string): string => `&lt;img alt=&#39;${of}&#39; src=&quot;x&quot; onerror=alert(1)&gt;&amp;`;

const counts = {held: 1, started: 2, pulling: 3, failing: 4, waiting: 5};

const image = {
  name: hostile('name of an image'),
  image: hostile('reference'),
  rewritten: hostile('rewritten reference'),
  ...counts,
  reasons: [hostile('first reason'), hostile('second reason')],
};

/** Every text in it is hostile, those too that Kubernetes would not allow to be so. */
const puller: PullerStatus = {
  name: hostile('name'),
  namespace: hostile('namespace'),
  ready: false,
  nodes: {
    eligible: 15,
    total: 18,
    excluded: [
      {reason: hostile('first exclusion'), nodes: 2},
      {reason: hostile('second exclusion'), nodes: 1},
    ],
  },
  images: [image, {...image, name: hostile('name of another image'), rewritten: null, reasons: []}],
  problems: [hostile('first problem'), hostile('second problem')],
  lastRefresh: hostile('last refresh'),
};

/** All texts of a value, however deep. */
function listTexts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listTexts) : [];
}

test('every text of a status is on the page, as text and nothing else', t => {
  const page = renderPage({pullers: [puller, {...puller, name: hostile('name of another puller')}]});
  const texts = new Set(listTexts(puller).concat(hostile('name of another puller')));
  const values = [...texts].map(text => /alt='([^']+)'/.exec(text)?.[1] ?? text);
  t.deepEqual(
    values.filter(value => page.includes(hostile(value))),
    [],
    'raw',
  );
  t.deepEqual(
    values.filter(value => !page.includes(asText(value))),
    [],
    'missing',
  );
  t.notRegex(page, /<img|onerror=alert\(1\)>/);
  t.is(values.length, 14);
});

const mainOf = (status: Status): string => /<h1>.*(?=<p><a)/s.exec(renderPage(status))?.[0] ?? '';

test('a page is the same to the letter: pullers, what is left out, problems, images with their counts and reasons', t => {
  const plain: PullerStatus = {
    name: 'images',
    namespace: 'puller',
    ready: true,
    nodes: {eligible: 15, total: 15, excluded: []},
    images: [{name: 'a', image: 'registry.test/a:1', rewritten: null, ...counts, reasons: []}],
    problems: [],
    lastRefresh: null,
  };
  const full: PullerStatus = {
    ...plain,
    name: 'other',
    ready: false,
    nodes: {
      eligible: 15,
      total: 18,
      excluded: [
        {reason: 'not Ready', nodes: 2},
        {reason: 'cordoned', nodes: 1},
      ],
    },
    images: [
      {name: 'b', image: 'b:1', rewritten: 'mirror.test/b:1', ...counts, reasons: ['one', "it's two"]},
      {name: 'c', image: 'c:1', rewritten: null, ...counts, reasons: ['three']},
    ],
    problems: ['IMAGES: "x" & y', 'another'],
    lastRefresh: '2026-11-02T20:39:55Z',
  };
  t.is(
    mainOf({pullers: [plain, full]}),
    `<h1>Image puller</h1>
<section>
<h2>puller/images: ready</h2>
<p>15 of 15 nodes are eligible; last refresh: none yet.</p>

<table>
<tr><th>Name<th>Image<th>Held<th>Started<th>Pulling<th>Failing<th>Waiting<th>Reasons</tr>
<tr><td>a<td>registry.test/a:1<td class="count">1<td class="count">2<td class="count">3<td class="count">4<td class="count">5<td></tr>
</table>
</section>
<section>
<h2>puller/other: not ready</h2>
<p>15 of 18 nodes are eligible (left out: 2 not Ready, 1 cordoned); last refresh: 2026-11-02T20:39:55Z.</p>
<ul><li>IMAGES: &quot;x&quot; &amp; y</li><li>another</li></ul>
<table>
<tr><th>Name<th>Image<th>Held<th>Started<th>Pulling<th>Failing<th>Waiting<th>Reasons</tr>
<tr><td>b<td>b:1, pulled as mirror.test/b:1<td class="count">1<td class="count">2<td class="count">3<td class="count">4<td class="count">5<td>one<br>it&#39;s two</tr>
<tr><td>c<td>c:1<td class="count">1<td class="count">2<td class="count">3<td class="count">4<td class="count">5<td>three</tr>
</table>
</section>
`,
  );
  t.regex(
    mainOf({pullers: []}),
    /^<h1>Image puller<\/h1>\n<p>There are no pullers yet: label a ConfigMap <code>[^<]+<\/code>\.<\/p>\n$/,
  );
});
