import {dirname} from 'node:path';
import test from 'ava';
import {testsWith} from '../support/needs.ts';
import {goDurations} from './go-durations.ts';
import {type Ending, run} from './processes.ts';
import {buildHolders, type Program} from './programs.ts';

const holders = await buildHolders();

const usage = 'Usage: ./sleep <duration>\nSee https://pkg.go.dev/time#ParseDuration\n';

for (const {origin, program: need} of holders) {
  testsWith(need, `${origin}: what it says`, program => {
    test(`${origin}: what is no duration is refused in the words of the Go puller`, async t => {
      for (const go of goDurations) {
        if ('nanoseconds' in go) continue;
        const stderr = `Invalid duration: ${go.error}\n${usage}`;
        t.deepEqual(await runWithBytes(program, go.text), {status: 255, signal: null, stderr});
      }
    });

    test(`${origin}: anything but one argument is answered with the usage`, async t => {
      for (const args of [[], ['1s', '1s'], ['1s', '1s', '1s'], ['--install', 'a', 'b'], ['--instal', 'a'], ['', '']]) {
        t.deepEqual(await runAsDotSlash(program, args), {status: 255, signal: null, stderr: usage}, args.join(' '));
      }
    });
  });
}

/** Runs a holder in its own directory, by the name `./sleep`. */
async function runAsDotSlash({path, startedBy}: Program, args: readonly string[]): Promise<Ending> {
  return run({path: './sleep', startedBy}, args, {cwd: dirname(path)});
}

/** The same with one argument of any bytes, which only a shell can pass on. */
async function runWithBytes({path, startedBy}: Program, argument: Buffer): Promise<Ending> {
  const octal = Array.from(argument, byte => `\\${byte.toString(8).padStart(3, '0')}`).join('');
  // The shell drops line ends at the end of what printf prints, hence the one character more.
  const script = `argument=$(printf "$0."); exec "$@" "\${argument%.}"`;
  return runAsDotSlash({path, startedBy: ['sh', '-c', script, octal, ...startedBy]}, []);
}
