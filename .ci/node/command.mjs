import {existsSync, statSync} from 'node:fs';
import {join} from 'node:path';

/** Tasks of turbo.json by the name of the script that runs them; all that is wrong is told at once. */
const tasks = {
  test: ['--continue=always', 'typecheck', 'lint', 'knip', 'test'],
  check: ['--continue=always', 'typecheck', 'lint', 'knip'],
  build: ['build'],
  'test:cluster': ['test:cluster'],
  'test:machines': ['test:machines'],
};

/** Turbo sends no statistics, and neither does anything that it runs. */
const quiet = {TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1'};

/** What a build leaves for people, where the machine can build it. */
const built = ['functions/dist/server.js', 'sleep/dist/host/sleep'];

/**
 * Chooses what Node is to run.
 *
 * @param {readonly string[]} words - a file, or the name of tasks, and their arguments
 * @param {string} root - the repository
 * @returns {{words: readonly string[], isPlain?: boolean, isTurbo?: boolean, builds?: boolean, env?: object}} the
 *   arguments of Node; whether that is plain JavaScript, which any Node runs; whether it is turbo, which
 *   writes into the repository; whether it leaves what is built
 */
export function chooseCommand([first, ...rest], root) {
  if (first === undefined) throw new Error('usage: .ci/with-node FILE|TASK [ARGUMENTS]');
  const named = Object.hasOwn(tasks, first) ? tasks[first] : undefined;
  if (named === undefined) return {words: [first, ...rest], isPlain: first.endsWith('.mjs')};
  // `npm test -- FILE` is for who works on that file: AVA gets the arguments, and nothing else is checked.
  const chosen = first === 'test' && rest.length > 0 ? ['test:file'] : named;
  const turbo = join(root, 'node_modules', 'turbo', 'bin', 'turbo');
  const handedOn = rest.length > 0 ? ['--', ...rest.map(fromTest)] : [];
  return {
    words: [turbo, 'run', '--log-prefix=none', ...chosen, ...handedOn],
    isTurbo: true,
    builds: first === 'build',
    env: quiet,
  };
}

/** Tests run in test/; a path from the root of the repository, which shells complete, is taken too. */
const fromTest = word => word.replace(/^(?:\.\/)?test\//, '');

/** What a build has left, in one line. */
export function describeBuilt(root) {
  const there = built.filter(path => existsSync(join(root, path)));
  return `Built ${there.map(path => `${path} (${statSync(join(root, path)).size} bytes)`).join(' and ')}`;
}
