import {isDeepStrictEqual} from 'node:util';
import type {Pod, PodSpec} from 'kubernetes-types/core/v1';
import {until} from '../../support/until.ts';
import {type ApiClient, makeNamespace} from '../client/index.ts';
import type {Scope} from '../start.ts';

const collection = '/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolic';

/** What a policy makes of each pod: an expression of CEL (MutatingAdmissionPolicy, v1 since Kubernetes 1.36). */
export type PodMutation =
  /** The fields of an `Object{...}`, merged into the pod. */
  | {readonly patchType: 'ApplyConfiguration'; readonly applyConfiguration: {readonly expression: string}}
  /** A list of `JSONPatch{...}`. */
  | {readonly patchType: 'JSONPatch'; readonly jsonPatch: {readonly expression: string}};

/** Another reference for each image that begins with a text, by an expression in which the old one is `c.image`. */
export const rewriteImages = (beginning: string, expression: string): PodMutation => ({
  patchType: 'ApplyConfiguration',
  applyConfiguration: {
    expression: `Object{spec: Object.spec{containers: object.spec.containers
      .filter(c, c.image.startsWith(${quote(beginning)}))
      .map(c, Object.spec.containers{name: c.name, image: ${expression}})}}`,
  },
});

/** Another beginning, as for a mirror. */
export const replacePrefix = (beginning: string, other: string): PodMutation =>
  rewriteImages(beginning, `${quote(other)} + c.image.substring(${beginning.length})`);

/** What is injected. */
export interface Injected {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  /** It goes on running from before the pod's own containers, as sidecars do since Kubernetes 1.29. */
  readonly isSidecar?: boolean;
}

/** One container more, as a mesh does it; of the `restricted` Pod Security level. */
export function injectContainer({name, image, command = [], isSidecar = false}: Injected): PodMutation {
  const list = isSidecar ? 'initContainers' : 'containers';
  const type = `Object.spec.${list}`;
  const value = `${type}{
    name: ${quote(name)},
    image: ${quote(image)},
    command: ${JSON.stringify(command)},
    ${isSidecar ? 'restartPolicy: "Always",' : ''}
    securityContext: ${type}.securityContext{
      allowPrivilegeEscalation: false,
      runAsNonRoot: true,
      capabilities: ${type}.securityContext.capabilities{drop: ["ALL"]}
    }
  }`;
  return {
    patchType: 'JSONPatch',
    jsonPatch: {expression: `[JSONPatch{op: "add", path: "/spec/${list}/-", value: ${value}}]`},
  };
}

/** Strings of JSON are strings of CEL. */
const quote = (text: string): string => JSON.stringify(text);

/**
 * Lets a policy change each pod that is made in a namespace, which need not be there; resolves when it does, with what ends it. It ends with the
 * test at the latest.
 *
 * @param tried the image of a pod that the policy would change, which is asked for by a dry run
 */
export async function changePods(
  t: Scope,
  api: ApiClient,
  namespace: string,
  mutation: PodMutation,
  tried = 'registry.test/tried:1',
): Promise<() => Promise<void>> {
  await makeNamespace(api, {metadata: {name: namespace}});
  const name = `change-${namespace}`;
  const [policy, binding] = [`${collection}ies`, `${collection}ybindings`];
  const rule = {apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE']};
  await api.ask('POST', policy, {
    metadata: {name},
    spec: {matchConstraints: {resourceRules: [rule]}, reinvocationPolicy: 'Never', mutations: [mutation]},
  });
  await api.ask('POST', binding, {
    metadata: {name},
    spec: {
      policyName: name,
      matchResources: {namespaceSelector: {matchLabels: {'kubernetes.io/metadata.name': namespace}}},
    },
  });
  const pod = buildTried(tried);
  const isChanged = async () => {
    const {status, body} = await api.call<Pod>('POST', `/api/v1/namespaces/${namespace}/pods?dryRun=All`, pod);
    // A new namespace takes none before it has its ServiceAccount.
    return status === 201 && !isDeepStrictEqual(listImages(body.spec), listImages(pod.spec));
  };
  const state = () => `policy ${name}`;
  const end = async () => {
    for (const path of [binding, policy]) await api.call('DELETE', `${path}/${name}`);
  };
  t.teardown(end);
  // An API server looks for changes of policies once a second.
  await until(isChanged, state);
  return async () => {
    await end();
    await until(async () => !(await isChanged()), state);
  };
}

const listImages = ({initContainers = [], containers = []}: Partial<PodSpec> = {}) =>
  [...initContainers, ...containers].map(({image}) => image);

/** A pod of the `restricted` Pod Security level, with an init container as ours have one. */
function buildTried(image: string): Pod {
  const securityContext = {allowPrivilegeEscalation: false, capabilities: {drop: ['ALL']}};
  return {
    metadata: {name: 'tried'},
    spec: {
      initContainers: [{name: 'init', image: 'registry.test/init:1', securityContext}],
      containers: [{name: 'tried', image, securityContext}],
      securityContext: {runAsNonRoot: true, seccompProfile: {type: 'RuntimeDefault'}},
    },
  };
}
