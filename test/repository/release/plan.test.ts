import {readFile, writeFile} from 'node:fs/promises';
import {release} from '@image-puller/shared/release';
import test, {type ExecutionContext} from 'ava';
import {type Checkout, checkOut} from './checkout.ts';

const {version} = release;
const tag = `v${version}`;
const github = {GITHUB_REF_NAME: tag, GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'You/Image-Puller'};

/** A checkout whose changelog tells of the version that it is. */
async function checkOutReleased(t: ExecutionContext): Promise<Checkout> {
  const checkout = await checkOut(t);
  await writeFile(
    checkout.path('CHANGELOG.md'),
    `# Changelog\n\n## [Unreleased]\n\n## [${version}] - 2026-01-31\n\n### Added\n\n- Everything.\n\n## [0.0.1] - 2026-01-01\n\n- Old.\n`,
  );
  return checkout;
}

test('a release goes to the registry of its own host and owner, in small letters, or where a variable says', async t => {
  const checkout = await checkOutReleased(t);
  for (const [env, registry, host, login] of [
    [{}, 'ghcr.io/you/image-puller', 'ghcr.io', 'token'],
    [{GITHUB_REPOSITORY: 'a-b/c.d_e'}, 'ghcr.io/a-b/c.d_e', 'ghcr.io', 'token'],
    [
      {GITHUB_SERVER_URL: 'https://git.corp.example'},
      'containers.git.corp.example/you/image-puller',
      'containers.git.corp.example',
      'token',
    ],
    [{RELEASE_REGISTRY: 'quay.io/you'}, 'quay.io/you', 'quay.io', 'secrets'],
    [{RELEASE_REGISTRY: 'docker.io/you'}, 'docker.io/you', 'docker.io', 'secrets'],
    [{RELEASE_REGISTRY: 'registry.example:5000/a/b'}, 'registry.example:5000/a/b', 'registry.example:5000', 'secrets'],
    [{RELEASE_REGISTRY: 'localhost:5000'}, 'localhost:5000', 'localhost:5000', 'secrets'],
    [{RELEASE_REGISTRY: '127.0.0.1:5000/a'}, '127.0.0.1:5000/a', '127.0.0.1:5000', 'secrets'],
    [
      {RELEASE_REGISTRY: 'registry:5000/a', GITHUB_REPOSITORY: 'You/.github'},
      'registry:5000/a',
      'registry:5000',
      'secrets',
    ],
  ] as const) {
    const {status, stdout, stderr} = await checkout.release(['plan'], {...github, ...env});
    t.is(status, 0, stderr);
    t.is(stdout, `version=${version}\nregistry=${registry}\nhost=${host}\nlogin=${login}\n`);
  }
});

test('a place that no image could have is refused, with what would be right', async t => {
  const checkout = await checkOutReleased(t);
  for (const [env, message] of [
    [
      {RELEASE_REGISTRY: 'you'},
      'variable RELEASE_REGISTRY, "you": "you" is no registry: write one with a path, such as quay.io/you',
    ],
    [
      {RELEASE_REGISTRY: 'https://quay.io/you'},
      /^variable RELEASE_REGISTRY, "https:\/\/quay\.io\/you": "https:" is no registry: /,
    ],
    [{RELEASE_REGISTRY: 'Quay.io/you'}, /"Quay\.io" is no registry: /],
    [
      {RELEASE_REGISTRY: 'quay.io/You'},
      'variable RELEASE_REGISTRY, "quay.io/You": "You" is no part of a name: write small letters and digits, with single . or _ or - between them',
    ],
    [{RELEASE_REGISTRY: 'quay.io/you/'}, /"" is no part of a name: /],
    [{RELEASE_REGISTRY: 'quay.io/you:1'}, /"you:1" is no part of a name: /],
    [{RELEASE_REGISTRY: 'quay.io/you\nhost=evil.test'}, /"you\\nhost=evil\.test" is no part of a name: /],
    [{RELEASE_REGISTRY: 'quay.io/$(id)'}, /"\$\(id\)" is no part of a name: /],
    [
      {GITHUB_REPOSITORY: 'You/.github'},
      /^repository "You\/\.github" can't give images their name, "\.github" is no part of a name: .*: set the variable RELEASE_REGISTRY\n$/,
    ],
    [{GITHUB_SERVER_URL: ''}, /^this is no workflow of a repository: GITHUB_SERVER_URL is ""/],
    [{GITHUB_REPOSITORY: 'you'}, /^this is no workflow of a repository: .*GITHUB_REPOSITORY "you"\n$/],
  ] as const) {
    const {status, stdout, stderr} = await checkout.release(['plan'], {...github, ...env});
    t.deepEqual([status, stdout], [1, ''], stderr);
    if (typeof message === 'string') t.is(stderr, `${message}\n`);
    else t.regex(stderr, message);
  }
});

test('a tag that is not the version of code, chart and changelog releases nothing: all that differs is told', async t => {
  const checkout = await checkOutReleased(t);
  const read = (file: string) => readFile(checkout.path(file), 'utf8');
  const plan = async (name: string) => {
    const {status, stdout, stderr} = await checkout.release(['plan'], {...github, GITHUB_REF_NAME: name});
    return {status, stdout, problems: stderr.trimEnd().split('\n')};
  };
  const refused = (...problems: readonly string[]) => ({status: 1, stdout: '', problems});
  for (const wrong of ['0.1.0', 'v1', 'v1.2.3+4', 'latest', ''])
    t.deepEqual(await plan(wrong), refused(`tag ${wrong}: write v and a version, such as v1.2.3`));
  t.deepEqual(
    await plan('v9.9.9'),
    refused(
      `tag v9.9.9: package.json is ${version}`,
      `tag v9.9.9: version in knative/helm/Chart.yaml is ${version}`,
      `tag v9.9.9: appVersion in knative/helm/Chart.yaml is ${version}`,
      'tag v9.9.9: CHANGELOG.md tells nothing under "## [9.9.9] - YYYY-MM-DD"',
    ),
  );

  const changelog = await read('CHANGELOG.md');
  const chart = await read('knative/helm/Chart.yaml');
  await writeFile(checkout.path('knative/helm/Chart.yaml'), chart.replace(/^appVersion: .*$/m, 'appVersion: 0.0.9'));
  t.deepEqual(await plan(tag), refused(`tag ${tag}: appVersion in knative/helm/Chart.yaml is 0.0.9`));
  await writeFile(checkout.path('knative/helm/Chart.yaml'), chart);

  await writeFile(checkout.path('CHANGELOG.md'), changelog.replace('[Unreleased]\n', '[Unreleased]\n\n- More.\n'));
  t.deepEqual(await plan(tag), refused(`tag ${tag}: CHANGELOG.md still has something under "## [Unreleased]"`));
  for (const dated of ['', ' - soon', ' - 2026-01-31 or so']) {
    await writeFile(checkout.path('CHANGELOG.md'), changelog.replace(' - 2026-01-31', dated));
    const told = `tag ${tag}: CHANGELOG.md tells nothing under "## [${version}] - YYYY-MM-DD"`;
    t.deepEqual(await plan(tag), refused(told), dated);
  }
  await writeFile(checkout.path('CHANGELOG.md'), changelog);
  t.deepEqual((await plan(tag)).problems, ['']);
});
