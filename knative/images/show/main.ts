import {resolve} from 'node:path';
import {argv, cwd, env} from 'node:process';
import {parseArgs} from 'node:util';
import {assessImage} from './assess.ts';
import {readImages} from './image.ts';
import {withLayout} from './layout.ts';
import {renderImage} from './render.ts';

/**
 * Says what is in an image, and judges it: `npm run image:show -- <OCI layout directory or .tar>`. Exit status 1 where
 * something is wrong with it, 2 where it can't be read.
 */
async function showImages(path: string): Promise<number> {
  const images = await withLayout(path, readImages);
  if (images.length === 0) throw new Error(`no image in ${path}`);
  const judged = images.map(image => ({image, judgement: assessImage(image)}));
  console.log(judged.map(({image, judgement}) => renderImage(image, judgement).join('\n')).join('\n\n'));
  return judged.some(({judgement}) => judgement.problems.length > 0) ? 1 : 0;
}

try {
  const {positionals} = parseArgs({args: argv.slice(2), allowPositionals: true});
  const [path] = positionals;
  if (path === undefined || positionals.length > 1)
    throw new Error('usage: npm run image:show -- <OCI layout directory or .tar>');
  process.exitCode = await showImages(resolve(env.INIT_CWD ?? cwd(), path));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
