import {join} from 'node:path';
import {showImage} from '../../knative/images/show-image.ts';
import {testWith} from '../../support/needs.ts';
import {controlPlane} from '../needs.ts';
import {buildFunctionsImage, buildSleepImage, compressImage, type Image, writeLayout} from './index.ts';

const ok = '  ok: not root, nothing can be written to, no setuid, no shell, no package manager';

testWith(controlPlane, 'both images are judged to be good, and all that is in them is listed', async (t, machine) => {
  const show = async (name: string, image: Image) => {
    const directory = join(machine.directory, `layout-${name}`);
    await writeLayout(directory, [compressImage(image)]);
    return showImage(directory);
  };
  const sleep = await show('sleep', await buildSleepImage(machine.directory));
  t.log(sleep.lines.join('\n'));
  t.deepEqual([sleep.status, sleep.lines.at(-1), sleep.stderr], [0, ok, '']);
  t.deepEqual(
    sleep.lines.filter(line => line.includes(' /')).map(line => line.replace(/ +/g, ' ').replace(/\d+ \//, 'n /')),
    [' -0755 0:0 n /sleep'],
  );

  const functions = await show('functions', await buildFunctionsImage());
  t.log(functions.lines.join('\n'));
  t.deepEqual([functions.status, functions.lines.at(-1), functions.stderr], [0, ok, '']);
  const bundle = functions.lines.find(line => line.endsWith(' /app/server.js'));
  t.regex(bundle ?? '', /^ {2}-0444 +0:0 +\d+ /);
  // What is over the base, which is Node and its libraries.
  const [, size = 0] = /0:0 +(\d+) /.exec(bundle ?? '') ?? [];
  t.true(Number(size) > 0 && Number(size) < 10 * 2 ** 20);
});
