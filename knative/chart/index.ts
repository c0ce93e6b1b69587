import {dump, load} from 'js-yaml';
import {buildReadme, type Release} from './readme.ts';
import type {Schema} from './schema.ts';

export {buildReadme, type Release, type ValuesFiles} from './readme.ts';
export type {Schema} from './schema.ts';

/** A release, with what the chart's templates read of it. */
export interface ChartRelease extends Release {
  readonly functions: {readonly repository: string; readonly tag: string};
}

/** A file of the chart that is rendered; by its path in the chart's folder. */
export interface ChartFile {
  readonly file: string;
  readonly text: string;
}

/**
 * Builds what of the chart is rendered: the images of the release, which the templates read, and the README.
 *
 * @param schema the text of values.schema.json
 * @param values the text of values.yaml
 */
export function buildChartFiles(schema: string, values: string, release: ChartRelease): readonly ChartFile[] {
  const parsed: Schema = JSON.parse(schema);
  const {functions, sleepImage} = release;
  return [
    {file: 'files/release.yaml', text: header + dump({functions, sleepImage}, {lineWidth: -1})},
    {file: 'README.md', text: buildReadme({schema: parsed, defaults: load(values)}, release)},
  ];
}

const header =
  '# Rendered by `npm run render -w knative` from shared/release: the images of this version of the chart.\n';
