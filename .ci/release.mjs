/**
 * The steps of .github/workflows/release.yml that are more than a line. Each prints the outputs of its step, `name=value`;
 * what there is to read goes to stderr.
 *
 *   node .ci/release.mjs version VERSION                  makes it the version of everything; by hand, before the tag
 *   node .ci/release.mjs plan                             is the tag the version, and where to? GITHUB_REF_NAME, GITHUB_SERVER_URL,
 *                                                         GITHUB_REPOSITORY, and RELEASE_REGISTRY, the variable that may name another place
 *   node .ci/release.mjs bases                            the images that the Dockerfile begins with, by digest
 *   node .ci/release.mjs declare REGISTRY [DIGEST DIGEST] writes the names of both images, functions and sleep, into the sources
 *   node .ci/release.mjs push-image ARCHIVE REGISTRY NAME TAG
 *   node .ci/release.mjs push-chart REGISTRY
 *   node .ci/release.mjs assets FOLDER                    the manifests, and notes.md with what the changelog tells
 *
 * `--plain-http` is for a registry without TLS, on this machine.
 */
import {readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {writeAssets} from './release/assets.mjs';
import {pinBases} from './release/bases.mjs';
import {declare} from './release/declare.mjs';
import {findProblem, nameRegistry} from './release/names.mjs';
import {findDigest, pushChart, pushImage} from './release/push.mjs';
import {setVersion} from './release/set-version.mjs';
import {isVersion, readVersion} from './release/version.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const read = file => readFileSync(join(root, file), 'utf8');
const {env} = process;

/** Everything that is wrong, at once. */
function fail(...problems) {
  throw new Error(problems.join('\n'));
}

function readTag() {
  const [manifest, chart, changelog] = ['package.json', 'knative/helm/Chart.yaml', 'CHANGELOG.md'].map(read);
  return readVersion({tag: env.GITHUB_REF_NAME ?? '', manifest, chart, changelog});
}

const commands = {
  version([version]) {
    if (!isVersion(version)) fail(`${version} is no version: write one such as 1.2.3`);
    const files = setVersion(version, new Date().toISOString().slice(0, 10), read);
    for (const [file, text] of files) writeFileSync(join(root, file), text);
    return {};
  },

  plan() {
    const named = nameRegistry({
      server: env.GITHUB_SERVER_URL ?? '',
      repository: env.GITHUB_REPOSITORY ?? '',
      variable: env.RELEASE_REGISTRY ?? '',
    });
    const {problems = [], version} = readTag();
    if (named.problem !== undefined) problems.push(named.problem);
    if (problems.length > 0) fail(...problems);
    return {version, ...named};
  },

  bases(_, options) {
    const bases = pinBases(read('Dockerfile'), image => findDigest(image, options));
    // Of several lines, as GITHUB_OUTPUT takes them.
    console.log(['arguments<<END', ...bases, 'END'].join('\n'));
    return {};
  },

  declare([registry, functions, sleep]) {
    const problem = findProblem(registry);
    if (problem !== undefined) fail(problem);
    const file = join(root, 'shared', 'release', 'published.ts');
    writeFileSync(file, declare(readFileSync(file, 'utf8'), {registry, functions, sleep}));
    return {};
  },

  // By the image's name too: outputs of one name that several jobs of a matrix have are one.
  'push-image'([archive, registry, name, tag], options) {
    const digest = pushImage(archive, `${registry}/${name}:${tag}`, options);
    return {digest, [name]: digest};
  },

  'push-chart'([registry], options) {
    return {digest: pushChart(join(root, 'knative', 'helm'), registry, options)};
  },

  assets([out]) {
    const {problems, notes} = readTag();
    if (problems !== undefined) fail(...problems);
    const files = writeAssets(join(root, 'knative'), out);
    writeFileSync(join(out, 'notes.md'), `${notes}\n`);
    console.error(files.join('\n'));
    return {};
  },
};

/** How many words each command takes. */
const words = {version: [1], plan: [0], bases: [0], declare: [1, 3], 'push-image': [4], 'push-chart': [1], assets: [1]};

try {
  const {values, positionals} = parseArgs({
    options: {'plain-http': {type: 'boolean', default: false}},
    allowPositionals: true,
  });
  const [name, ...rest] = positionals;
  if (!words[name]?.includes(rest.length)) fail(`no such command: ${positionals.join(' ')}; see .ci/release.mjs`);
  const outputs = commands[name](rest, {plainHttp: values['plain-http']});
  for (const [key, value] of Object.entries(outputs)) console.log(`${key}=${value}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
