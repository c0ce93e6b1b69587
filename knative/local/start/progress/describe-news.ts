import type {PullerStatus} from '@image-puller/functions';
import {count} from './format.ts';
import {isSamePuller} from './same-puller.ts';
import {type Line, type NodeView, nothing, type Snapshot} from './types.ts';

/** What has happened between two moments that is to be seen later, too: a line each, on every output. */
export const describeNews = (before: Snapshot, after: Snapshot): readonly Line[] => [
  // What is there in the first moment has not just come.
  ...(before === nothing ? [] : describeNodes(before.nodes, after.nodes)),
  ...after.pullers.flatMap(puller => describePuller(before.pullers.find(isSamePuller(puller)), puller)),
];

/** The pullers that were there before, and are no more. */
export const findGone = (before: Snapshot, after: Snapshot): readonly PullerStatus[] =>
  before.pullers.filter(puller => !after.pullers.some(isSamePuller(puller)));

function describeNodes(before: readonly NodeView[], after: readonly NodeView[]): readonly Line[] {
  return [
    ...after.flatMap((node): readonly Line[] => {
      const was = before.find(other => other.node === node.node);
      const joined: readonly Line[] =
        was === undefined ? [{tone: 'plain', text: `${node.node} joins (${node.arch})`}] : [];
      if (node.ready === (was?.ready ?? false)) return joined;
      return node.ready
        ? [...joined, {tone: 'plain', text: `${node.node} is Ready`}]
        : [...joined, {tone: 'bad', text: `${node.node} is not Ready`}];
    }),
    ...before
      .filter(({node}) => !after.some(other => other.node === node))
      .map(({node}): Line => ({tone: 'bad', text: `${node} is gone, with all that was on its disk`})),
  ];
}

function describePuller(before: PullerStatus | undefined, after: PullerStatus): readonly Line[] {
  // Later ones are told when they come up; these may have been told by an earlier run.
  const problems = before === undefined ? after.problems : [];
  return [
    ...problems.map(
      (problem): Line => ({
        tone: 'bad',
        text: `${after.namespace}/${after.name}: ${problem}`,
        about: {source: 'status', words: problem},
      }),
    ),
    ...describeFailing(before, after),
  ];
}

function describeFailing(before: PullerStatus | undefined, {images, nodes}: PullerStatus): readonly Line[] {
  return images.flatMap(({name, image, failing, reasons}): readonly Line[] => {
    const was = before?.images.find(other => other.name === name && other.image === image);
    if (failing <= (was?.failing ?? 0)) return [];
    const because = reasons.length === 0 ? 'no reason given' : reasons.join('; ');
    return [{tone: 'bad', text: `${name} fails on ${failing} of ${count(nodes.eligible, 'node')}: ${because}`}];
  });
}
