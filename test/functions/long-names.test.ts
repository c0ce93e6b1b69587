import test from 'ava';
import {startPuller} from './support/puller.ts';

/** As long as a name may be, with a dot where a name made of it is cut. */
const longName = (cut: number) => `${'a'.repeat(cut - 1)}.${'b'.repeat(253 - cut)}`;

test('a ConfigMap and a DaemonSet of the longest names are served and told of, wherever these have a dot', async t => {
  for (const cut of [225, 230, 242]) {
    const name = longName(cut);
    const {edit, ring, readDaemonSet, readStory, warnings} = await startPuller(t, undefined);
    await edit({IMAGES: 'a=registry.test/a:1', DAEMONSET_NAME: name}, {name});
    t.like(await ring('apply', {object: {name}}), {status: 204});
    t.is((await readDaemonSet(name))?.metadata.name, name);
    t.regex((await readStory(name)).join('\n'), /^Normal Applied: DaemonSet a/);
    t.deepEqual(warnings, []);
  }
});
