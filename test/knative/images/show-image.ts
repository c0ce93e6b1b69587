import {spawnSync} from 'node:child_process';
import {join} from 'node:path';

/** What `npm run image:show` says of a layout, and how it ends. */
export function showImage(path: string) {
  const main = join(import.meta.dirname, '..', '..', '..', 'knative', 'images', 'show', 'main.ts');
  const {status, stdout, stderr} = spawnSync(process.execPath, [main, path], {encoding: 'utf8'});
  return {status, lines: stdout.trimEnd().split('\n'), stderr};
}
