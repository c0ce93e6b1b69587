import {type Group, groups, others} from './groups.ts';
import {listValues, type Schema, type Value} from './schema.ts';

/** What the README names of a release; `release` of shared/release is one. */
export interface Release {
  readonly version: string;
  readonly functionsImage: string;
  readonly sleepImage: string;
  readonly chart: string;
  readonly isPublished: boolean;
}

/** What the chart's folder says of its values: values.schema.json and values.yaml, read. */
export interface ValuesFiles {
  readonly schema: Schema;
  readonly defaults: unknown;
}

const name = 'kubernetes-image-puller';

/**
 * The chart's README, which `helm show readme` prints: how to install it, and every value that its schema allows.
 *
 * @throws where the schema has no description of a value
 */
export function buildReadme({schema, defaults}: ValuesFiles, release: Release): string {
  const values = listValues(schema, defaults);
  const known = new Set(groups.flatMap(({names}) => names));
  const rest = [...new Set(values.map(topOf).filter(top => !known.has(top)))];
  const all = [...groups, ...(rest.length > 0 ? [{...others, names: rest}] : [])];
  return [
    '<!-- Rendered by `npm run render -w knative` from values.schema.json and values.yaml: change it there. -->',
    introduce(release),
    ...all.map(group => renderGroup(group, values)),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

function introduce({version, functionsImage, sleepImage, chart, isPublished}: Release): string {
  const source = isPublished ? `${chart} --version ${version}` : 'knative/helm';
  const images = isPublished
    ? ''
    : ` \\\n      --set image.repository=registry.example.com/functions --set sleepImage=registry.example.com/sleep:${version}`;
  const unpublished = isPublished
    ? ''
    : '\nThey are published nowhere yet: build them from a checkout (docs/images.md), and name yours as below.\n';
  return `# ${name}

Holds container images on every node of a Kubernetes cluster, so that pods start without waiting for a pull. A ConfigMap says which
images, where and how; an edit of it takes effect at once. It is one process on any cluster (\`mode: standalone\`), or functions
on Knative (\`mode: knative\`), which run when something happens.

The images of version ${version}:

- functions: \`${functionsImage}\`
- the program that holds images: \`${sleepImage}\`
${unpublished}
## Installing

    helm install ${name} ${source} -n k8s-image-puller --create-namespace${images}

    kubectl describe configmap k8s-image-puller -n k8s-image-puller   # what it does
    helm test ${name} -n k8s-image-puller --logs      # is every image held?

## Upgrading

    helm upgrade ${name} ${source} -n k8s-image-puller --reset-then-reuse-values

What you have set stays, and all else is the new chart's. Other images in the list are an upgrade too: nothing is restarted.
From the Go puller's chart: docs/helm.md.

## Uninstalling

    helm uninstall ${name} -n k8s-image-puller

takes the ConfigMap along, and with it the DaemonSet. ConfigMaps of your own stay; delete them first.

## Values

Names and effects are those of the Go puller's chart, as far as it has them. A name that is none of these is refused.`;
}

const topOf = ({path}: Value): string => path.split('.')[0] ?? '';

function renderGroup({title, about, names}: Group, values: readonly Value[]): string {
  const rows = names.flatMap(top => values.filter(value => topOf(value) === top)).map(renderRow);
  return [
    `### ${title}\n\n${about}\n`,
    '| value | type | default | meaning |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function renderRow({path, type, default: value, description}: Value): string {
  const fallback = value === undefined ? 'none' : `\`${renderDefault(value)}\``;
  return `| ${[`\`${path}\``, type, fallback, description].map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** As JSON, which is YAML. The newline at the end of a text of several lines says nothing. */
const renderDefault = (value: unknown): string => JSON.stringify(typeof value === 'string' ? value.trimEnd() : value);
