import {readFile, writeFile} from 'node:fs/promises';
import {release} from '@image-puller/shared/release';
import test from 'ava';
import {workspaces} from '../root.ts';
import {checkOut} from './checkout.ts';

test('one command makes a version the next release: a tag of that name is then what everything says', async t => {
  const checkout = await checkOut(t);
  const next = '12.3.4-rc.1';
  const read = (file: string) => readFile(checkout.path(file), 'utf8');
  const readJson = async (file: string) => JSON.parse(await read(file));
  await writeFile(
    checkout.path('CHANGELOG.md'),
    '# Changelog\n\n## [Unreleased]\n\n- New.\n\n## [0.0.1] - 2026-01-01\n',
  );
  const ended = await checkout.release(['version', next]);
  t.deepEqual(ended, {status: 0, stdout: '', stderr: ''});

  const planned = await checkout.release(['plan'], {
    GITHUB_REF_NAME: `v${next}`,
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'you/kip',
  });
  t.is(planned.stdout, `version=${next}\nregistry=ghcr.io/you/kip\nhost=ghcr.io\nlogin=token\n`, planned.stderr);
  const locked = await readJson('package-lock.json');
  for (const folder of ['', ...workspaces]) {
    const {version, dependencies = {}} = await readJson(`${folder}/package.json`);
    const own = (found: Record<string, string>) =>
      Object.entries(found).filter(([name]) => name.startsWith('@image-puller/'));
    t.is(version, next, folder);
    t.deepEqual(
      [...new Set(own(dependencies).map(([, needed]) => needed))],
      own(dependencies).length > 0 ? [next] : [],
    );
    t.is(locked.packages[folder].version, next, folder);
    t.deepEqual(own(locked.packages[folder].dependencies ?? {}), own(dependencies), folder);
  }
  t.is(locked.version, next);
  t.true((await read('shared/release/index.ts')).includes(`const version = '${next}';`));
  t.regex(
    await read('CHANGELOG.md'),
    /^# Changelog\n\n## \[Unreleased\]\n\n## \[12\.3\.4-rc\.1\] - \d{4}-\d\d-\d\d\n\n- New\.\n\n## \[0\.0\.1\] - 2026-01-01\n$/,
  );

  t.is((await checkout.render()).status, 0);
  const manifest = await read('knative/standalone.yaml');
  t.true(manifest.includes(`/functions:${next}\n`) && !manifest.includes(release.version), manifest);
});

test('what is no version is refused', async t => {
  const checkout = await checkOut(t);
  for (const wrong of ['v1.2.3', '1.2', '1.2.3+4', 'next']) {
    const {status, stderr} = await checkout.release(['version', wrong]);
    t.deepEqual([status, stderr], [1, `${wrong} is no version: write one such as 1.2.3\n`]);
  }
});
