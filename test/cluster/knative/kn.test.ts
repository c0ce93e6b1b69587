import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {buildManifests, defaultOptions} from '@image-puller/knative/resources';
import {testWith} from '../../support/needs.ts';
import {knativeKinds} from '../needs.ts';
import {startCluster} from '../start.ts';
import {openShell} from '../upgrade/shell.ts';
import {installKnativeKinds} from './index.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const namespace = 'k8s-image-puller';

/** The page's, for the first of the files. */
const command = `kn service apply -f knative/manifests/30-image-puller-apply.yaml -n ${namespace}`;

testWith(
  knativeKinds,
  'kn applies each Service from its file, just as the file says, and finds nothing to change the second time; kn lists what wakes the functions',
  async (t, machine) => {
    const page = await readFile(join(root, 'docs', 'knative.md'), 'utf8');
    t.true(page.includes(`    ${command}\n`), 'the command of the page');
    const cluster = await startCluster(t, machine);
    await installKnativeKinds(cluster.admin);
    const shell = await openShell(cluster, 'default', {directory: root});
    const manifests = buildManifests(defaultOptions);
    const services = manifests.filter(({resources}) => resources[0]?.kind === 'Service');
    const others = manifests.filter(manifest => !services.includes(manifest));
    for (const {file} of others) await shell(`kubectl apply -f knative/manifests/${file}`);

    for (const {file, resources} of services) {
      // Nothing here makes a Service ready: only its definition is there.
      const apply = `${command.replace('30-image-puller-apply.yaml', file)} --no-wait`;
      await shell(apply);
      const [service] = resources;
      const path = `/apis/serving.knative.dev/v1/namespaces/${namespace}/services/${service?.metadata?.name}`;
      const read = () => cluster.admin.ask<{readonly metadata: {readonly generation: number}}>('GET', path);
      const there = await read();
      t.like(there, {...service}, file);
      await shell(apply);
      t.is((await read()).metadata.generation, there.metadata.generation, `${file} changes nothing the second time`);
    }
    const listed = await shell(`kn trigger list -n ${namespace} && kn source list -n ${namespace}`);
    for (const words of [/image-puller.*apply/, /PingSource/, /ApiServerSource/]) t.regex(listed, words);
  },
);
