import {execFile} from 'node:child_process';
import {appendFile, readFile, rename, rm, utimes, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {type FileContent, readContent, type Saved, watchFile} from '@image-puller/knative/local/start';
import test, {type ExecutionContext} from 'ava';
import {makeDirectory, until} from '../command.ts';

async function start(t: ExecutionContext) {
  const path = join(await makeDirectory(t), 'file.yaml');
  await writeFile(path, 'first');
  const seen: (readonly [FileContent, Saved])[] = [];
  const watch = watchFile(path, await readContent(path), async (...told) => void seen.push(told));
  t.teardown(() => watch.stop());
  const next = (length: number) =>
    until(
      () => (seen.length >= length ? seen : undefined),
      () => JSON.stringify(seen),
    );
  return {path, seen, watch, next};
}

/** Lets a watch look twice: another one, which takes what is there for new, has just done so. */
async function twoLooks(path: string): Promise<void> {
  for (let look = 0; look < 2; look++) {
    const told = Promise.withResolvers<void>();
    const witness = watchFile(path, text(`before look ${look}`), async () => told.resolve());
    await told.promise;
    await witness.stop();
  }
}

const text = (content: string): FileContent => ({is: 'text', text: content});
const changed = (content: string) => [text(content), 'changed'] as const;

test('every new content is told once: in place, by rename, gone and back, unreadable', async t => {
  const {path, seen, next} = await start(t);
  await writeFile(path, 'second');
  await next(1);
  await writeFile(`${path}.new`, 'third');
  await rename(`${path}.new`, path);
  await next(2);
  await rm(path);
  await next(3);
  await writeFile(path, 'third');
  await next(4);
  t.deepEqual(seen, [changed('second'), changed('third'), [{is: 'absent'}, 'changed'], changed('third')]);
});

test('a touch, and the same content by another file, are told as saved again, each once', async t => {
  const {path, seen, next} = await start(t);
  await twoLooks(path);
  t.deepEqual(seen, []);
  await utimes(path, new Date(0), new Date(0));
  await next(1);
  await writeFile(`${path}.new`, 'first');
  await rename(`${path}.new`, path);
  await next(2);
  await twoLooks(path);
  t.deepEqual(seen, [
    [text('first'), 'saved again'],
    [text('first'), 'saved again'],
  ]);
});

for (const [what, begin] of [
  ['is empty', (path: string) => writeFile(path, '')],
  ['holds spaces alone', (path: string) => writeFile(path, ' \n')],
  ['is not there', (path: string) => rm(path)],
] as const) {
  test(`a file that ${what} while an editor writes it anew is told with its new content alone`, async t => {
    const {path, seen, next} = await start(t);
    const other = `${path}.other`;
    await writeFile(other, 'of no matter');
    // A machine that is busy with other tests may take longer for this than an editor does.
    for (let save = 1, took = Number.POSITIVE_INFINITY; took > 1000 && save <= 5; save++) {
      const before = performance.now();
      seen.length = 0;
      await begin(path);
      // Long enough for any other content to be taken for complete.
      await twoLooks(other);
      await writeFile(path, `save ${save}`);
      took = performance.now() - before;
      if (took > 1000)
        await until(
          () => seen.at(-1)?.[0].is === 'text' || undefined,
          () => JSON.stringify(seen),
        );
      else await next(1);
    }
    t.deepEqual(
      seen.map(([content]) => content.is === 'text' && content.text.startsWith('save ')),
      [true],
    );
    await writeFile(path, '');
    await next(2);
    t.deepEqual(seen.at(-1), changed(''));
  });
}

test('a FIFO in place of the file is told, keeps nothing from ending, and gives way to a file again', async t => {
  const {path, seen, next, watch} = await start(t);
  await promisify(execFile)('mkfifo', [`${path}.fifo`]);
  await rename(`${path}.fifo`, path);
  await next(1);
  await writeFile(`${path}.new`, 'second');
  await rename(`${path}.new`, path);
  await next(2);
  await promisify(execFile)('mkfifo', [`${path}.fifo`]);
  await rename(`${path}.fifo`, path);
  await next(3);
  await watch.stop();
  const fifo = [{is: 'unreadable', because: 'it is a FIFO: only a file is read'}, 'changed'] as const;
  t.deepEqual(seen, [fifo, changed('second'), fifo]);
});

test('a save in several pieces is told as a whole', async t => {
  const {path, seen, next} = await start(t);
  const pieces = Array.from({length: 60}, (_, index) => `${index}\n`);
  // A machine that is busy with other tests may stop between two pieces for so long that the save looks complete.
  for (let save = 1, longest = Number.POSITIVE_INFINITY; longest > 100 && save <= 5; save++) {
    seen.length = 0;
    longest = 0;
    await writeFile(path, `save ${save}\n`);
    for (const piece of pieces) {
      const before = performance.now();
      await new Promise(resolve => setTimeout(resolve, 5));
      await appendFile(path, piece);
      longest = Math.max(longest, performance.now() - before);
    }
    await next(1);
  }
  t.deepEqual(seen, [changed(await readFile(path, 'utf8'))]);
});

test('after stop nothing is told', async t => {
  const {path, seen, watch} = await start(t);
  await watch.stop();
  await writeFile(path, 'second');
  await twoLooks(path);
  t.deepEqual(seen, []);
});
