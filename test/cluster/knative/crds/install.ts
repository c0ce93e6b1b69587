import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {loadAll} from 'js-yaml';
import {until} from '../../../support/until.ts';
import type {ApiClient} from '../../client/index.ts';
import {kindSources, locateSource} from '../../tools/index.ts';
import {closeSchema} from './close.ts';

interface Definition {
  readonly kind: string;
  readonly metadata: {readonly name: string};
}

interface Installed {
  readonly status?: {readonly conditions?: readonly {readonly type: string; readonly status: string}[]};
}

const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/**
 * Makes an API server serve the kinds of Knative Serving and Eventing, by the definitions of their releases. Nothing else
 * of Knative is there: what its webhooks would say or fill in is not said, and nothing happens to the objects. Objects of
 * another version than the one that is stored, for which a webhook would be asked, are refused.
 */
export async function installKnativeKinds(admin: ApiClient): Promise<void> {
  const definitions = (await Promise.all(kindSources.map(name => readDefinitions(locateSource(name))))).flat();
  await Promise.all(definitions.map(definition => admin.ask('POST', path, closeSchema(definition))));
  for (const {metadata} of definitions) {
    const read = () => admin.ask<Installed>('GET', `${path}/${metadata.name}`);
    await until(async () => isEstablished(await read()), read, 60_000);
  }
}

async function readDefinitions(folder: string): Promise<readonly Definition[]> {
  const texts = await Promise.all((await readdir(folder)).map(file => readFile(join(folder, file), 'utf8')));
  return texts.flatMap(text => loadAll(text)).filter(isDefinition);
}

const isDefinition = (value: unknown): value is Definition =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'CustomResourceDefinition';

const isEstablished = ({status}: Installed): boolean =>
  status?.conditions?.some(({type, status: holds}) => type === 'Established' && holds === 'True') ?? false;
