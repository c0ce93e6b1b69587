import {spawnSync} from 'node:child_process';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/**
 * What `npm run image:show` says of a layout, and how it ends.
 *
 * @param temporary where it makes temporary files
 */
export function showImage(path: string, temporary: string = tmpdir()) {
  const main = join(import.meta.dirname, '..', '..', '..', 'knative', 'images', 'show', 'main.ts');
  const {status, stdout, stderr} = spawnSync(process.execPath, [main, path], {
    encoding: 'utf8',
    env: {...process.env, TMPDIR: temporary},
  });
  return {status, lines: stdout.trimEnd().split('\n'), stderr};
}
