import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import test from 'ava';
import {findPorts} from './index.ts';

const run = promisify(execFile);
/** Looks for ports, and lives until its input ends. */
const program = `
  import {findPorts} from ${JSON.stringify(new URL('index.ts', import.meta.url).href)};
  console.log(JSON.stringify(await findPorts(20)));
  process.stdin.resume();
`;

test('processes that look for ports at the same time find different ones, for as long as they live', async t => {
  const others = Array.from({length: 3}, () => {
    const running = run(process.execPath, ['--input-type=module', '-e', program]);
    const ports = new Promise<readonly number[]>(resolve => {
      running.child.stdout?.once('data', line => resolve(JSON.parse(line)));
    });
    return {running, ports};
  });
  const found = [...(await Promise.all(others.map(({ports}) => ports))), await findPorts(20)].flat();
  t.is(new Set(found).size, 80);
  for (const {running} of others) running.child.stdin?.end();
  await Promise.all(others.map(({running}) => running));
});
