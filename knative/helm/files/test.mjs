// What `helm test` runs: is every image held on every eligible node? Waits for it, and tells what it waits for.
// Its arguments: the status page's URL, how many minutes to wait, what looks at the functions, and the namespace.
const [url, minutes, functions, namespace] = process.argv.slice(1);
const end = Date.now() + Number(minutes) * 60_000;
/** Seconds for one answer: a function that starts takes a few. */
const patience = 20;
const nextSteps = {
  noAnswer: `${functions} -n ${namespace} shows what is not ready, and kubectl describe why (a ResourceQuota, an image)`,
  noPuller: `kubectl get configmaps -n ${namespace} --show-labels`,
  notHeld: `kubectl describe configmap -n ${namespace} tells the story; if it has no Events, ${functions} -n ${namespace} shows what is not ready`,
};
let told = '';

for (;;) {
  const {ready, lines, next} = await look();
  const text = lines.join('\n');
  if (text !== told) console.log(text);
  told = text;
  if (ready) process.exit(0);
  if (Date.now() > end) {
    console.log(`${lines[0] ?? 'a puller is not ready'}, and so after ${minutes} minutes. Next: ${nextSteps[next]}`);
    process.exit(1);
  }
  await new Promise(resolve => setTimeout(resolve, 2000));
}

/** What comes first in the lines is what it waits for. */
async function look() {
  const waits = (next, ...lines) => ({ready: false, lines, next});
  try {
    const answer = await fetch(url, {signal: AbortSignal.timeout(patience * 1000)});
    if (!answer.ok) return waits('noAnswer', `${url} answers ${answer.status}${await readWords(answer)}`);
    const {pullers} = await answer.json();
    if (pullers.length === 0)
      return waits('noPuller', 'no ConfigMap has the label kubernetes-image-puller/config=true');
    if (pullers.every(({ready}) => ready)) return {ready: true, lines: pullers.flatMap(describe)};
    return waits('notHeld', ...pullers.toSorted((a, b) => Number(a.ready) - Number(b.ready)).flatMap(describe));
  } catch (error) {
    const why =
      error.name === 'TimeoutError' ? `no answer within ${patience} s` : (error.cause?.message ?? error.message);
    return waits('noAnswer', `${url} can't be reached: ${why}`);
  }
}

/** The beginning of what an answer says, in one line. */
async function readWords(answer) {
  const words = (await answer.text()).replaceAll(/[^\x20-\x7e]+/g, ' ').trim();
  return words === '' ? '' : `: ${words.slice(0, 200)}`;
}

/** What is missing comes first. */
function describe({name, problems = [], images, nodes}) {
  const isHeld = ({held}) => held >= nodes.eligible && nodes.eligible > 0;
  return [
    ...problems.map(problem => `${name}: ${problem}`),
    ...images
      .toSorted((a, b) => Number(isHeld(a)) - Number(isHeld(b)))
      .map(({name: image, held, reasons}) =>
        [`${name}: ${image} is held on ${held} of ${nodes.eligible} nodes`, ...reasons].join('; '),
      ),
  ];
}
