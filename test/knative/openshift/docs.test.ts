import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {buildTemplates, type Parameter} from '@image-puller/knative/resources';
import {release} from '@image-puller/shared/release';
import test from 'ava';

const page = join(import.meta.dirname, '..', '..', '..', 'docs', 'openshift.md');

for (const {file, resources} of buildTemplates()) {
  test(`docs/openshift.md lists the parameters of ${file} with their defaults`, async t => {
    const text = await readFile(page, 'utf8');
    const [, section = ''] = text.split(`\n### ${file}\n`);
    const [written = ''] = section.split(/\n##/);
    const [template] = resources;
    const rows = template?.parameters.map(describeParameter) ?? [];
    const expected = ['| parameter | what | default |', '| --- | --- | --- |', ...rows];
    t.deepEqual(
      written.split('\n').filter(line => line.startsWith('|')),
      expected,
      `it should be\n\n${expected.join('\n')}\n`,
    );
  });
}

function describeParameter({name, description, value, required}: Parameter): string {
  const isOfRelease = value === release.functions.repository || value === release.functions.tag;
  const written = isOfRelease ? "the release's" : value === '' ? 'empty' : `\`${value}\``;
  const defaults = required === true ? 'none: required' : written;
  return `| \`${name}\` | ${description.replaceAll('|', '\\|')} | ${defaults} |`;
}
