import type {PullerStatus} from '@image-puller/functions';
import {describeExcluded} from './excluded.ts';
import {count, fit, formatBar, formatSize} from './format.ts';
import type {Line, NodeView, Snapshot} from './types.ts';

/** The room there is, in characters. */
export interface Room {
  readonly columns: number;
  readonly rows: number;
}

/** The part of the terminal that is redrawn: what each node does, and where each image is. Never wider or higher than the room. */
export function renderLive(snapshot: Snapshot, {columns, rows}: Room): readonly Line[] {
  const names = new Map(snapshot.pullers.flatMap(({images}) => images.map(({image, name}) => [image, name])));
  const nodes = snapshot.nodes.map(node => renderNode(node, names, snapshot.nodes));
  const pullers = snapshot.pullers.flatMap((puller, _, all) => renderPuller(puller, all.length > 1));
  const lines = nodes.length > 0 && pullers.length > 0 ? [...nodes, blank, ...pullers] : [...nodes, ...pullers];
  return clip(lines, rows).map(({tone, text}) => ({tone, text: fit(text, columns)}));
}

const blank: Line = {tone: 'plain', text: ''};

/** The last row says how many more there would be. */
function clip(lines: readonly Line[], rows: number): readonly Line[] {
  if (lines.length <= rows) return lines;
  const shown = Math.max(0, rows - 1);
  return [...lines.slice(0, shown), {tone: 'quiet' as const, text: `... and ${lines.length - shown} more lines`}].slice(
    0,
    rows,
  );
}

function renderNode(node: NodeView, names: ReadonlyMap<string, string>, all: readonly NodeView[]): Line {
  const name = node.node.padEnd(widest(all.map(each => each.node)));
  if (!node.ready) return {tone: 'bad', text: `${name}  not Ready`};
  const [pull, ...others] = node.pulling;
  if (pull === undefined) return {tone: 'quiet', text: `${name}  ${count(node.images, 'image')} on its disk`};
  const percent = `${Math.floor(pull.fraction * 100)}`.padStart(3);
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  const image = names.get(pull.image) ?? pull.image;
  return {
    tone: 'plain',
    text: `${name}  ${formatBar(pull.fraction, 22)} ${percent} %  ${image} (${formatSize(pull.sizeBytes)})${more}`,
  };
}

function renderPuller({namespace, name, images, nodes, problems}: PullerStatus, several: boolean): readonly Line[] {
  const width = widest(images.map(image => image.name));
  const heading: readonly Line[] = several ? [{tone: 'plain', text: `${namespace}/${name}`}] : [];
  return [
    ...heading,
    ...images.flatMap((image): readonly Line[] => {
      const tone = assessTone(image, nodes.eligible);
      const parts = [`held on ${image.held} of ${nodes.eligible}`, ...others(image)];
      const line: Line = {tone, text: `${image.name.padEnd(width)}  ${parts.join(', ')}`};
      const reason = image.failing > 0 ? image.reasons[0] : undefined;
      return reason === undefined ? [line] : [line, {tone, text: `  ${reason}`}];
    }),
    ...describeExcluded(nodes.excluded),
    ...problems.map((problem): Line => ({tone: 'bad', text: problem})),
  ];
}

type Image = PullerStatus['images'][number];

const others = (image: Image): readonly string[] =>
  (['started', 'pulling', 'failing', 'waiting'] as const)
    .filter(state => image[state] > 0)
    .map(state => `${state} ${image[state]}`);

function assessTone({held, failing}: Image, eligible: number): Line['tone'] {
  if (failing > 0) return 'bad';
  return held === eligible && eligible > 0 ? 'good' : 'plain';
}

const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map(({length}) => length));
