import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {release} from '@image-puller/shared/release';
import {loadAll} from 'js-yaml';
import {showImage} from '../../knative/images/show-image.ts';
import {testWith} from '../../support/needs.ts';
import {runHelm} from '../helm/helm.ts';
import {buildFileImage, buildImage, buildIndex} from '../images/index.ts';
import {startRegistry} from '../registry/index.ts';
import {writeArchive} from './archive.ts';
import {releaseTools} from './needs.ts';
import {prepareSteps} from './steps.ts';

const {version} = release;
const accept = ['index', 'manifest'].map(kind => `application/vnd.oci.image.${kind}.v1+json`).join(', ');

testWith(
  releaseTools,
  'an image is pushed as it was judged, byte by byte: every platform, and what is attested of it',
  async (t, machine) => {
    const [registry, steps] = await Promise.all([startRegistry(t, machine), prepareSteps(t)]);
    const build = (architecture: string) =>
      buildImage({layers: [[{path: 'words.txt', content: architecture}]], architecture, user: '65532:65532'});
    const archive = steps.checkout.path('image.tar');
    const digest = await writeArchive(archive, [await build('amd64'), await build('s390x')]);
    const shown = showImage(archive);
    t.is(shown.status, 0, shown.stderr);

    const place = `${registry.host}/you/image-puller`;
    t.deepEqual(await steps.run('push-image', archive, place, 'sleep', version), {digest, sleep: digest});
    const pull = async (path: string) => {
      const response = await fetch(`http://${registry.host}/v2/you/image-puller/sleep/${path}`, {headers: {accept}});
      return {status: response.status, text: await response.text()};
    };
    const index = await pull(`manifests/${version}`);
    t.deepEqual(index, await pull(`manifests/${digest}`));
    const {manifests}: {manifests: readonly {digest: string; platform: {architecture: string}}[]} = JSON.parse(
      index.text,
    );
    t.deepEqual(
      manifests.map(({platform}) => platform.architecture),
      ['amd64', 'unknown', 's390x', 'unknown'],
    );
    for (const manifest of manifests) {
      const {status, text} = await pull(`manifests/${manifest.digest}`);
      t.is(status, 200, manifest.digest);
      const {config, layers}: {config: {digest: string}; layers: readonly {digest: string}[]} = JSON.parse(text);
      for (const blob of [config, ...layers]) t.is((await pull(`blobs/${blob.digest}`)).status, 200, blob.digest);
    }
  },
);

testWith(
  releaseTools,
  'both images and chart are pushed by the credentials that docker login leaves',
  async (t, machine) => {
    const [user, password] = ['you', 'a secret'];
    const [registry, steps] = await Promise.all([
      startRegistry(t, machine, {credentials: [{user, password}]}),
      prepareSteps(t),
    ]);
    const archive = steps.checkout.path('image.tar');
    const digest = await writeArchive(archive, [await buildFileImage('one')]);
    const place = `${registry.host}/you`;
    await t.throwsAsync(steps.run('push-image', archive, place, 'sleep', version), {
      message: /authentication required/,
    });
    await t.throwsAsync(steps.run('push-chart', place), {message: /basic credential not found/});

    await mkdir(join(steps.home, '.docker'));
    const auths = {[registry.host]: {auth: Buffer.from(`${user}:${password}`).toString('base64')}};
    await writeFile(join(steps.home, '.docker', 'config.json'), JSON.stringify({auths}));
    t.is((await steps.run('push-image', archive, place, 'sleep', version)).digest, digest);
    t.regex((await steps.run('push-chart', place)).digest ?? '', /^sha256:/);
  },
);

testWith(releaseTools, 'what can not be pushed fails, and says why', async (t, machine) => {
  const [registry, steps] = await Promise.all([startRegistry(t, machine), prepareSteps(t)]);
  registry.setIntercept(({user}) => (user === '' ? {status: 403} : undefined));
  const archive = steps.checkout.path('image.tar');
  await writeArchive(archive, [await buildFileImage('one')]);
  await t.throwsAsync(steps.run('push-image', archive, `${registry.host}/you`, 'sleep', version), {
    message: /403[\s\S]*skopeo copy ended with 1: its reason is above\n$/,
  });
  await t.throwsAsync(steps.run('push-chart', `${registry.host}/you`), {
    message: /403[\s\S]*helm push ended with 1: its reason is above\n$/,
  });
  await t.throwsAsync(steps.run('push-image', `${archive}.missing`, `${registry.host}/you`, 'sleep', version), {
    message: /image\.tar\.missing: no such file[\s\S]*skopeo copy ended with 1/,
  });
});

testWith(
  releaseTools,
  'the images that the Dockerfile begins with are what their tags are now, of all platforms',
  async (t, machine) => {
    const [registry, steps] = await Promise.all([startRegistry(t, machine), prepareSteps(t)]);
    const several = buildIndex([await buildFileImage('one', 'amd64'), await buildFileImage('two', 'arm64')]);
    await registry.push('node', '24', several);
    const one = await buildFileImage('base');
    await registry.push('nodejs24', 'nonroot', one);
    const dockerfile = steps.checkout.path('Dockerfile');
    const text = await readFile(dockerfile, 'utf8');
    const [builder, base] = [`${registry.host}/node:24`, `${registry.host}/nodejs24:nonroot`];
    await writeFile(
      dockerfile,
      text.replace(/^ARG BUILDER=.+$/m, `ARG BUILDER=${builder}`).replace(/^ARG BASE=.+$/m, `ARG BASE=${base}`),
    );
    t.deepEqual(await steps.run('bases'), {
      BUILDER: `${builder}@${several.manifest.digest}`,
      BASE: `${base}@${one.manifest.digest}`,
    });
    await writeFile(dockerfile, text.replace(/^ARG BASE=.+$/m, ''));
    await t.throwsAsync(steps.run('bases'), {message: /the Dockerfile has no line ARG BASE=IMAGE\n$/});
  },
);

testWith(
  releaseTools,
  'the chart is pushed beside the images, names them by digest, and brings its README',
  async (t, machine) => {
    const [registry, steps] = await Promise.all([startRegistry(t, machine), prepareSteps(t)]);
    const place = `${registry.host}/you/image-puller`;
    const push = async (name: string) => {
      const archive = steps.checkout.path(`${name}.tar`);
      await writeArchive(archive, [await buildFileImage(name)]);
      return (await steps.run('push-image', archive, place, name, version)).digest ?? '';
    };
    const [functions, sleep] = [await push('functions'), await push('sleep')];
    await steps.declare(place, functions, sleep);
    const {digest} = await steps.run('push-chart', place);

    const home = {directory: machine.directory};
    const chart = [`oci://${place}/kubernetes-image-puller`, '--version', version, '--plain-http'];
    const helm = async (...args: readonly string[]) => {
      const {status, stdout, stderr} = await runHelm(home, ...args, ...chart);
      t.is(status, 0, stderr);
      return stdout;
    };
    const readme = await readFile(steps.checkout.path('knative', 'helm', 'README.md'), 'utf8');
    t.is((await helm('show', 'readme')).trim(), readme.trim());
    t.true(readme.includes(`oci://${place}/kubernetes-image-puller --version ${version}`));
    t.notRegex(await helm('install', 'kip', '--dry-run=client'), /published nowhere/);

    const images = JSON.stringify(loadAll(await helm('template', 'kip'))).match(/127\.0\.0\.1:\d+[^"]*/g) ?? [];
    t.deepEqual([...new Set(images)].toSorted(), [
      `${place}/functions:${version}@${functions}`,
      `${place}/sleep:${version}@${sleep}`,
    ]);
    const ask = async (name: string, reference: string) =>
      (await fetch(`http://${registry.host}/v2/you/image-puller/${name}/manifests/${reference}`, {headers: {accept}}))
        .status;
    t.is(await ask('functions', functions), 200);
    t.is(await ask('sleep', sleep), 200);
    t.is(await ask('kubernetes-image-puller', digest ?? ''), 200);
  },
);
