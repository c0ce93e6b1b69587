import {mkdtemp, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {root} from '../root.ts';
import {runNode} from './run-node.ts';

/** Runs the real AVA on one test file, and counts what it wrote as .ci/run does. */
async function countTests(t: ExecutionContext, source: string, npmStatus?: number) {
  const folder = await mkdtemp(join(tmpdir(), 'image-puller-count-'));
  t.teardown(() => rm(folder, {recursive: true, force: true}));
  await writeFile(join(folder, 'package.json'), '{"type": "module"}');
  await writeFile(join(folder, 'probe.test.js'), `import test from 'ava';\n${source}`);
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const ava = await runNode([join(root, 'node_modules', 'ava', 'entrypoints', 'cli.mjs')], {cwd: folder});
  const log = `> test\n${ava.stdout}${ava.stderr}\n Tasks:    1 successful, 1 total\n`;
  return count(log, npmStatus ?? ava.status ?? 1);
}

async function count(log: string, npmStatus: number) {
  return await countRuns([{log, status: npmStatus}]);
}

/** Counts what several commands wrote. */
async function countRuns(runs: readonly {readonly log: string; readonly status: number}[]) {
  const folder = await mkdtemp(join(tmpdir(), 'image-puller-count-'));
  const parts: string[] = [];
  for (const [index, run] of runs.entries()) {
    const file = join(folder, String(index));
    await writeFile(file, run.log);
    parts.push(String(run.status), file);
  }
  const {status, stdout} = await runNode([join(root, '.ci', 'count.mjs'), ...parts], {cwd: root});
  await rm(folder, {recursive: true, force: true});
  return {status, lines: stdout.trimEnd().split('\n')};
}

const passing = "test('a', t => t.pass()); test('b', t => t.pass());";

test('tests that pass are counted as AVA counts them', async t => {
  t.deepEqual(await countTests(t, passing), {status: 0, lines: ['tests: 2 passed, 0 failed']});
});

test('those that passed are still counted when others failed, and those that were skipped apart', async t => {
  const source = `${passing} test('c', t => t.fail('7 tests failed')); test.skip('d', t => t.pass()); test.todo('e');`;
  t.deepEqual(await countTests(t, source), {status: 1, lines: ['tests: 2 passed, 1 failed, 2 skipped']});
});

test('a test that is expected to fail, and does, has passed', async t => {
  const source = `${passing} test.failing('c', t => t.fail());`;
  t.deepEqual(await countTests(t, source), {status: 0, lines: ['tests: 3 passed, 0 failed']});
  t.deepEqual(await countTests(t, `${source} test('d', t => t.fail());`), {
    status: 1,
    lines: ['tests: 3 passed, 1 failed'],
  });
});

test('an error that no test caught is a failure', async t => {
  const source = `${passing} setTimeout(() => { throw new Error('late'); });`;
  const {status, lines} = await countTests(t, source);
  t.is(status, 1);
  t.regex(lines.at(-1) ?? '', /^tests: \d+ passed, 1 failed$/);
});

test('a test file that ends its process is a failure', async t => {
  const {status, lines} = await countTests(t, `${passing} process.exit(3);`);
  t.is(status, 1);
  t.regex(lines.at(-1) ?? '', /^tests: \d+ passed, [1-9]\d* failed$/);
});

test('no tests at all are a failure', async t => {
  for (const log of ['', '✔ not a test of AVA\n12 tests passed\n']) {
    t.deepEqual(await count(log, 0), {
      status: 1,
      lines: ['No test was run; what came before them failed: see above.', 'tests: 0 passed, 1 failed'],
    });
  }
});

test('a failure of something else than a test is a failure, and said to be that', async t => {
  t.deepEqual(await countTests(t, passing, 2), {
    status: 1,
    lines: ['No test failed, but the command ended with 2: see above.', 'tests: 2 passed, 1 failed'],
  });
});

test('two commands are counted together, and each has to have run tests', async t => {
  const report = (passed: number) => `  ✔ a\n  ─\n\n  ${passed} tests passed\n`;
  const first = {log: report(2), status: 0};
  t.deepEqual(await countRuns([first, {log: report(3), status: 0}]), {status: 0, lines: ['tests: 5 passed, 0 failed']});
  t.deepEqual(await countRuns([first, {log: 'nothing', status: 0}]), {
    status: 1,
    lines: ['No test was run; what came before them failed: see above.', 'tests: 2 passed, 1 failed'],
  });
});
