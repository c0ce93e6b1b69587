import {
  buildManifests,
  buildStandalone,
  defaultOptions,
  type InstallOptions,
  type Resource,
} from '@image-puller/knative/resources';
import test from 'ava';
import {testsWith} from '../../support/needs.ts';
import {type ControlPlane, startControlPlane} from '../control-plane/index.ts';
import {knativeKinds} from '../needs.ts';
import {installKnativeKinds, validateStrictly} from './index.ts';

const installations: readonly (readonly [string, Partial<InstallOptions>])[] = [
  ['the manifests of the repository', {}],
  ['an installation without a watch', {wakeOn: 'tick'}],
  ['an installation with a dead letter sink that is a URL', {deadLetterSink: {uri: 'http://letters.test/'}}],
  [
    'an installation with a dead letter sink that is a Service',
    {deadLetterSink: {ref: {apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'letters', namespace: 'a'}}},
  ],
];

testsWith(
  knativeKinds,
  'Kubernetes with the kinds of Knative takes the manifests, strictly validated',
  ({directory}) => {
    let cluster: ControlPlane;
    test.before(async () => {
      cluster = await startControlPlane({parent: directory, controllers: false});
      await installKnativeKinds(cluster.admin);
    });
    test.after.always(() => cluster?.stop());

    for (const [title, options] of installations) {
      test(`${title}: an API server takes every object, strictly validated, without a warning`, async t => {
        const resources = listResources(options);
        t.true(resources.length > 20);
        t.deepEqual(await validateStrictly(cluster.admin, resources), []);
      });
    }

    test('without Knative: an API server takes every object, strictly validated, without a warning', async t => {
      t.deepEqual(await validateStrictly(cluster.admin, buildStandalone(defaultOptions).resources), []);
    });

    // Validation that finds nothing wrong with what is wrong would make the tests above worth nothing.
    for (const [kind, field] of [
      ['Service', 'spec.template.spec.containers[0].securityContext'],
      ['Service', 'spec.template.spec.containers[0].livenessProbe'],
      ['Broker', 'spec.delivery'],
      ['Trigger', 'spec'],
      ['Trigger', 'spec.delivery'],
      ['Trigger', 'spec.subscriber.ref'],
      ['PingSource', 'spec'],
      ['ApiServerSource', 'spec'],
      ['ApiServerSource', 'spec.resources[0].selector'],
      ['Role', 'rules[0]'],
    ] as const) {
      test(`a misspelt field in ${field} of a ${kind} is refused by its path`, async t => {
        const resource = listResources().find(candidate => candidate.kind === kind);
        const misspelt = misspell(
          resource,
          field.split(/[.[\]]+/).filter(part => part !== ''),
        );
        const [finding, ...others] = await validateStrictly(cluster.admin, [misspelt]);
        t.deepEqual(others, []);
        t.true(finding?.refused?.includes(`unknown field "${field}.misspelt"`), JSON.stringify(finding));
      });
    }
  },
);

const listResources = (options: Partial<InstallOptions> = {}): readonly Resource[] =>
  buildManifests({...defaultOptions, ...options}).flatMap(({resources}) => resources);

/** A copy with a field that does not exist, in the object at a path. */
function misspell(object: unknown, path: readonly string[]): object {
  if (typeof object !== 'object' || object === null) throw new Error(`nothing at ${path.join('.')}`);
  const [key, ...rest] = path;
  if (key === undefined) return {...object, misspelt: 'a'};
  const inner = misspell(Object.getOwnPropertyDescriptor(object, key)?.value, rest);
  return Array.isArray(object) ? object.with(Number(key), inner) : {...object, [key]: inner};
}
