import type {PullerStatus} from '@image-puller/functions';
import {describeExcluded} from './excluded.ts';
import {count, formatSize} from './format.ts';
import {isSamePuller} from './same-puller.ts';
import type {Line, NodeView, Snapshot} from './types.ts';

/** How far it has come between two moments, a line each, for output that is no terminal: a terminal redraws it. */
export function describeSteps(before: Snapshot, after: Snapshot): readonly Line[] {
  const names = new Map(after.pullers.flatMap(({images}) => images.map(({image, name}) => [image, name])));
  return [
    ...after.nodes.flatMap(node =>
      describePulls(
        before.nodes.find(other => other.node === node.node),
        node,
        names,
      ),
    ),
    ...after.pullers.flatMap(puller => {
      const was = before.pullers.find(isSamePuller(puller));
      return [...describeLeftOut(was, puller), ...describeHeld(was, puller)];
    }),
  ];
}

const describePulls = (
  before: NodeView | undefined,
  {node, pulling}: NodeView,
  names: ReadonlyMap<string, string>,
): readonly Line[] =>
  pulling
    .filter(({image}) => !before?.pulling.some(pull => pull.image === image))
    .map(({image, sizeBytes}) => {
      const name = names.get(image);
      return {
        tone: 'quiet',
        text: `${node} pulls ${name === undefined ? '' : `${name}, `}${image} (${formatSize(sizeBytes)})`,
      };
    });

/** Told when it becomes another number of nodes, or for another reason. */
function describeLeftOut(before: PullerStatus | undefined, after: PullerStatus): readonly Line[] {
  const lines = describeExcluded(after.nodes.excluded);
  const [was] = describeExcluded(before?.nodes.excluded ?? []);
  return lines.filter(({text}) => text !== was?.text);
}

function describeHeld(before: PullerStatus | undefined, {images, nodes}: PullerStatus): readonly Line[] {
  return images.flatMap(({name, image, held}): readonly Line[] => {
    const was = before?.images.find(other => other.name === name && other.image === image);
    const heldBefore = was?.held ?? 0;
    const isWhole = held === nodes.eligible;
    const text = `${name} is held on ${held} of ${count(nodes.eligible, 'node')}`;
    if (held > heldBefore) return [{tone: isWhole ? 'good' : 'plain', text}];
    // Where there are fewer nodes, it is no less held.
    return held < heldBefore && !isWhole ? [{tone: 'plain', text: `${text} only`}] : [];
  });
}
