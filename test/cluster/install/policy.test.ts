import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {buildStandalone, defaultOptions} from '@image-puller/knative/resources';
import {load} from 'js-yaml';
import type {Deployment} from 'kubernetes-types/apps/v1';
import type {NetworkPolicy} from 'kubernetes-types/networking/v1';
import {testWith} from '../../support/needs.ts';
import {findObject, render} from '../helm/render.ts';
import {validateStrictly} from '../knative/index.ts';
import {controlPlane} from '../needs.ts';
import {startCluster} from '../start.ts';

type Labels = Readonly<Record<string, string>>;

/** The policy that docs/security.md has. */
async function readPolicy(): Promise<NetworkPolicy> {
  const page = await readFile(join(import.meta.dirname, '..', '..', '..', 'docs', 'security.md'), 'utf8');
  const [, yaml = ''] = /^```yaml\n([\s\S]*?)^```$/m.exec(page) ?? [];
  const policy: unknown = load(yaml);
  if (!isPolicy(policy)) throw new Error(`no NetworkPolicy: ${yaml}`);
  return policy;
}

const isPolicy = (value: unknown): value is NetworkPolicy =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'NetworkPolicy';

const matches = (selector: Labels | undefined, labels: Labels | undefined): boolean =>
  selector !== undefined && Object.entries(selector).every(([key, value]) => labels?.[key] === value);

testWith(
  controlPlane,
  'the policy of docs/security.md is valid, and lets helm test through to the functions, however those were installed',
  async (t, machine) => {
    const policy = await readPolicy();
    const {admin} = await startCluster(t, machine, {controllers: false});
    t.deepEqual(await validateStrictly(admin, [policy], 'images'), []);

    const objects = await render(machine);
    const asking = findObject(objects, 'Pod').metadata.labels;
    const deployments = [findObject(objects, 'Deployment'), ...buildStandalone(defaultOptions).resources];
    const asked = deployments.filter(isDeployment).map(({spec}) => spec?.template.metadata?.labels);
    t.is(asked.length, 2);
    const [into] = policy.spec?.ingress ?? [];
    t.deepEqual(into?.ports, [{port: 8080}]);
    t.true(matches(into?.from?.[0]?.podSelector?.matchLabels, asking));
    const out = policy.spec?.egress?.find(({ports}) => ports?.[0]?.port === 8080);
    for (const labels of asked) t.true(matches(out?.to?.[0]?.podSelector?.matchLabels, labels));
  },
);

const isDeployment = (object: {readonly kind?: string}): object is Deployment => object.kind === 'Deployment';
