import type {Admission} from '@image-puller/embedded-cluster';
import {serveStatus} from '@image-puller/functions';
import type {Container, PodSpec} from 'kubernetes-types/core/v1';
import type {TestPuller} from './puller.ts';

/** Admission that changes the spec of each pod. */
const changePods =
  (change: (spec: PodSpec) => PodSpec): Admission =>
  object =>
    object.kind === 'Pod' && 'spec' in object ? {...object, spec: change(object.spec as PodSpec)} : object;

/** As a policy for a mirror does it. */
export const mirror = changePods(spec => ({
  ...spec,
  containers: spec.containers.map(container => ({
    ...container,
    image: container.image?.replace(/^docker\.io\//, 'cache.example:5000/docker/') ?? '',
  })),
}));

/** As a mesh puts a container beside each. */
export const inject = (...containers: readonly Container[]) =>
  changePods(spec => ({...spec, containers: [...spec.containers, ...containers]}));

/** As `/status.json` shows the one puller. */
export const readPuller = async ({context}: TestPuller) =>
  JSON.parse((await serveStatus({path: '/status.json'}, context())).body).pullers[0];
