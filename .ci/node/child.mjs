import {spawn} from 'node:child_process';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Milliseconds in which a second signal is the same one: Ctrl-C comes from the terminal, and again from npm, which passes
 * on what it gets.
 */
const echo = 500;

/** Milliseconds between two looks at who started this process. */
const lookEvery = 500;

/**
 * Runs a program to its end, on this process's terminal. A signal is passed on; the end of npm is one, too.
 *
 * @param {string} program
 * @param {readonly string[]} words - its arguments
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{status: number, heard?: string} | {signal: string} | {problem: string}>} how it ended, and the first
 *   signal that it was sent until then; or why it did not start
 */
export async function runChild(program, words, options = {}) {
  const child = spawn(program, words, {stdio: 'inherit', ...options});
  let heard;
  const stop = passOn(signal => {
    heard ??= signal;
    child.kill(signal);
  });
  try {
    return await new Promise(resolve => {
      child.once('error', ({message}) => resolve({problem: `${program} can't be started: ${message}`}));
      child.once('exit', (status, signal) => resolve(signal === null ? {status, heard} : {signal}));
    });
  } finally {
    stop();
  }
}

/**
 * Calls its argument with each signal that this process gets, and with SIGTERM when npm is gone: a signal that ends npm,
 * or the shell between, reaches nobody else. Returns what ends that.
 */
function passOn(send) {
  const passed = new Map();
  const listeners = signals.map(signal => [
    signal,
    () => {
      const before = passed.get(signal);
      const now = performance.now();
      if (before !== undefined && now - before < echo) return;
      passed.set(signal, now);
      // On Windows the console tells all of its processes of Ctrl-C, and to send a signal is to kill.
      if (process.platform !== 'win32') send(signal);
    },
  ]);
  for (const [signal, listener] of listeners) process.on(signal, listener);
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    send('SIGTERM');
  }, lookEvery);
  if (process.env.npm_lifecycle_event === undefined) clearInterval(timer);
  return () => {
    clearInterval(timer);
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}

/** Ends this process as another one ended: with its status, or by its signal. */
export function endLike({status, signal}) {
  if (signal !== undefined && process.platform !== 'win32') process.kill(process.pid, signal);
  else process.exitCode = status ?? 1;
}
