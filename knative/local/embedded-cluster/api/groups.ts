import {kinds} from '../store/index.ts';
import type {Answer} from './answer.ts';
import {MethodNotAllowed} from './method-not-allowed.ts';
import type {ApiRequest} from './request.ts';

/** The API groups that a server has. OpenShift is told from others by `route.openshift.io`, of which it has the name alone. */
export function listGroups(openshift: boolean): readonly string[] {
  const served = new Set<string>(Object.values(kinds).map(({group}) => group));
  served.delete('');
  return [...served, ...(openshift ? ['route.openshift.io'] : [])];
}

/** A group as it is described at `/apis/<group>`, and in the list of all groups. */
export function buildGroup(name: string): object {
  const version = {groupVersion: `${name}/v1`, version: 'v1'};
  return {name, versions: [version], preferredVersion: version};
}

/** The answer to the question whether there is a group; undefined where there is none. */
export function answerGroup({method, path}: ApiRequest, groups: readonly string[]): Answer | undefined {
  const group = groups.find(name => path === `/apis/${name}` || path === `/apis/${name}/`);
  if (group === undefined) return undefined;
  if (method !== 'GET') throw new MethodNotAllowed(['GET']);
  return {
    status: 200,
    content: {type: 'document', document: {kind: 'APIGroup', apiVersion: 'v1', ...buildGroup(group)}},
  };
}
