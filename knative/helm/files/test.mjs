// What `helm test` runs: is every image held on every eligible node? Waits for it, and tells what it waits for.
const [url, minutes] = process.argv.slice(1);
const end = Date.now() + Number(minutes) * 60_000;
let told = '';

for (;;) {
  const state = await look();
  const text = state.lines.join('\n');
  if (text !== told) console.log(text);
  told = text;
  if (state.ready) process.exit(0);
  if (Date.now() > end) {
    console.log(`not so after ${minutes} minutes: kubectl describe configmap tells the story`);
    process.exit(1);
  }
  await new Promise(resolve => setTimeout(resolve, 2000));
}

async function look() {
  try {
    const answer = await fetch(url, {signal: AbortSignal.timeout(20_000)});
    if (!answer.ok) return {ready: false, lines: [`${url} answers ${answer.status}`]};
    const {pullers} = await answer.json();
    if (pullers.length === 0)
      return {ready: false, lines: ['no ConfigMap has the label kubernetes-image-puller/config=true']};
    return {ready: pullers.every(({ready}) => ready), lines: pullers.flatMap(describe)};
  } catch (error) {
    return {ready: false, lines: [`${url} can't be reached: ${error.cause?.message ?? error.message}`]};
  }
}

function describe({name, problems = [], images, nodes}) {
  return [
    ...problems.map(problem => `${name}: ${problem}`),
    ...images.map(({name: image, held, reasons}) =>
      [`${name}: ${image} is held on ${held} of ${nodes.eligible} nodes`, ...reasons].join('; '),
    ),
  ];
}
