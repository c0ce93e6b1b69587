import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {release} from '@image-puller/shared/release';
import test from 'ava';
import {root} from '../root.ts';

/** What is shipped, and what makes it. The pages of docs/ show names, too. */
const shipped = ['.ci', '.github', 'Dockerfile', 'functions', 'knative', 'shared', 'sleep'];
const files = execFileSync('git', ['ls-files', ...shipped], {cwd: root, encoding: 'utf8'})
  .trim()
  .split('\n');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** A registry and a path, with what both images are called at its end. */
const ownImage = /([a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?(?:\/[\w.-]+)*)\/(?:functions|sleep)\b/g;

/** For those who build their own: nobody takes them for a place. */
const placeholder = /^(?:registry\.example(?:\.com)?|quay\.io\/you)\b/;

test('wherever our images are named, they are called as the one declaration says', t => {
  t.true(files.length > 100);
  const found = files.flatMap(file => [...read(file).matchAll(ownImage)].map(([, place = '']) => ({file, place})));
  t.true(found.some(({place}) => place === release.registry));
  t.deepEqual(
    found.filter(({place}) => place !== release.registry && !placeholder.test(place)),
    [],
  );
});

test('one source has the name of the registry; every other file that has it is rendered', t => {
  const having = files.filter(file => read(file).includes(release.registry));
  t.deepEqual(
    having.filter(file => !/^(?:# |<!-- )Rendered by `npm run render -w knative`/.test(read(file))),
    ['shared/release/published.ts'],
  );
});
