import type {ConfigMap} from 'kubernetes-types/core/v1';
import {until} from '../../../support/until.ts';
import type {ApiClient} from '../../client/index.ts';
import {stageDefinition} from './definition.ts';
import {buildNodeStage} from './node.ts';
import {buildPodStages, type Pulls} from './pod.ts';
import {buildStage, type Stage} from './stage.ts';

const stages = '/apis/kwok.x-k8s.io/v1alpha1/stages';
const witnesses = '/api/v1/namespaces/default/configmaps';
const witness = 'fleet-witness';
const asked = 'fleet.test/asked';
const seen = 'fleet.test/seen';
const touched = 'fleet.test/touched';

/** Lets the API server know what a Stage is; kwok wants that when it starts. */
export async function defineStages(api: ApiClient): Promise<void> {
  await api.ask('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', stageDefinition);
  await until(
    async () => (await api.call('GET', stages)).status === 200,
    () => `no ${stages}`,
    60_000,
  );
  await api.ask('POST', witnesses, {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: witness}});
}

/**
 * Writes what kwok plays; it is changed without a restart. Resolves when kwok plays by it: whatever happens to a pod from
 * then on happens by these.
 *
 * @returns for one kwok, what changes its stages
 */
export function createStages(api: ApiClient): (pulls: Pulls) => Promise<void> {
  let version = 0;
  let touches = 0;
  return async pulls => {
    version++;
    // kwok learns of them in the order in which they are written: where it plays the last one, it knows them all.
    for (const stage of [buildNodeStage(), ...buildPodStages(pulls), buildWitness(version)]) await write(api, stage);
    await until(
      async () => {
        // Stages are looked at when an object changes.
        const annotations = {[asked]: String(version), [touched]: String(touches++)};
        const {metadata} = await api.ask<ConfigMap>('PATCH', `${witnesses}/${witness}`, {metadata: {annotations}});
        return metadata?.annotations?.[seen] === String(version);
      },
      () => `kwok has not seen version ${version} of its stages`,
    );
  };
}

async function write(api: ApiClient, stage: Stage): Promise<void> {
  const path = `${stages}/${stage.metadata.name}`;
  if ((await api.call('GET', path)).status === 404) await api.ask('POST', stages, stage);
  else await api.ask('PATCH', path, {spec: stage.spec});
}

/** Marks the witness as seen by the stages of that version. */
const buildWitness = (version: number): Stage =>
  buildStage(
    'witness-is-seen',
    'ConfigMap',
    [
      {key: `.metadata.annotations[${JSON.stringify(asked)}]`, operator: 'In', values: [String(version)]},
      {key: `.metadata.annotations[${JSON.stringify(seen)}]`, operator: 'NotIn', values: [String(version)]},
    ],
    [{patch: {root: 'metadata', template: JSON.stringify({annotations: {[seen]: String(version)}})}}],
  );
