import type {PullerStatus} from '@image-puller/functions';
import {describeExcluded} from './excluded.ts';
import {count, formatSize} from './format.ts';
import type {Line, NodeView, Snapshot} from './types.ts';

/** What has happened between two moments, a line each, for output that is no terminal. */
export function describeChanges(before: Snapshot, after: Snapshot): readonly Line[] {
  const names = new Map(after.pullers.flatMap(({images}) => images.map(({image, name}) => [image, name])));
  return [
    ...after.nodes.flatMap(node => describeNode(find(before.nodes, node), node, names)),
    ...before.nodes
      .filter(({node}) => !after.nodes.some(other => other.node === node))
      .map(({node}): Line => ({tone: 'bad', text: `${node} is gone`})),
    ...after.pullers.flatMap(puller => describePuller(before.pullers.find(isSamePuller(puller)), puller)),
    ...before.pullers
      .filter(puller => !after.pullers.some(isSamePuller(puller)))
      .map(({namespace, name}): Line => ({tone: 'plain', text: `${namespace}/${name} is no puller any more`})),
  ];
}

const find = (nodes: readonly NodeView[], {node}: NodeView) => nodes.find(other => other.node === node);

const isSamePuller =
  ({namespace, name}: PullerStatus) =>
  (other: PullerStatus): boolean =>
    other.namespace === namespace && other.name === name;

function describeNode(
  before: NodeView | undefined,
  {node, ready, pulling}: NodeView,
  names: ReadonlyMap<string, string>,
): readonly Line[] {
  const lines: Line[] = [];
  if (before !== undefined && before.ready !== ready) {
    lines.push(ready ? {tone: 'plain', text: `${node} is ready again`} : {tone: 'bad', text: `${node} is not ready`});
  }
  for (const {image, sizeBytes} of pulling) {
    if (before?.pulling.some(pull => pull.image === image)) continue;
    const name = names.get(image);
    lines.push({
      tone: 'quiet',
      text: `${node} pulls ${name === undefined ? '' : `${name}, `}${image} (${formatSize(sizeBytes)})`,
    });
  }
  return lines;
}

function describePuller(before: PullerStatus | undefined, after: PullerStatus): readonly Line[] {
  // Later ones are told when they come up; these may have been told by an earlier run.
  const problems = before === undefined ? after.problems : [];
  return [
    ...problems.map((problem): Line => ({tone: 'bad', text: `${after.namespace}/${after.name}: ${problem}`})),
    ...describeLeftOut(before, after),
    ...describeImages(before, after),
  ];
}

/** Told when it becomes another number of nodes, or for another reason. */
function describeLeftOut(before: PullerStatus | undefined, after: PullerStatus): readonly Line[] {
  const lines = describeExcluded(after.nodes.excluded);
  const [was] = describeExcluded(before?.nodes.excluded ?? []);
  return lines.filter(({text}) => text !== was?.text);
}

function describeImages(before: PullerStatus | undefined, {images, nodes}: PullerStatus): readonly Line[] {
  return images.flatMap(({name, image, held, failing, reasons}): readonly Line[] => {
    const was = before?.images.find(other => other.name === name && other.image === image);
    const lines: Line[] = [];
    if (held > (was?.held ?? 0)) {
      lines.push({
        tone: held === nodes.eligible ? 'good' : 'plain',
        text: `${name} is held on ${held} of ${count(nodes.eligible, 'node')}`,
      });
    } else if (was !== undefined && held < was.held) {
      lines.push({tone: 'plain', text: `${name} is held on ${held} of ${count(nodes.eligible, 'node')} only`});
    }
    if (failing > (was?.failing ?? 0)) {
      const reason = reasons[0] ?? 'no reason given';
      lines.push({tone: 'bad', text: `${name} fails on ${failing} of ${count(nodes.eligible, 'node')}: ${reason}`});
    }
    return lines;
  });
}
