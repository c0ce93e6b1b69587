import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {argv, env} from 'node:process';
import {buildCommands, type Command, type Source} from './commands.ts';
import {findEngine} from './find-engine.ts';
import {type ImageCommand, parseImageCommand, usage} from './request.ts';

/**
 * Builds one of the images by docker, podman or buildah, whichever is there: `npm run image`. Says each command before it
 * is run, and ends with the status of the one that failed.
 */
const root = join(import.meta.dirname, '..', '..', '..');

function readCommandLine(): ReturnType<typeof parseImageCommand> {
  try {
    return parseImageCommand(argv.slice(2));
  } catch (error) {
    return {error: error instanceof Error ? error.message : String(error)};
  }
}

async function buildImage({request, engine: wanted}: ImageCommand): Promise<number> {
  const engine = await findEngine(env, wanted);
  if ('missing' in engine) {
    console.error(engine.missing);
    return 2;
  }
  for (const command of buildCommands(engine.found, request, readSource())) {
    const status = await run(command);
    if (status !== 0 && command.mayFail !== true) return status;
  }
  return 0;
}

async function run({program, arguments: options}: Command): Promise<number> {
  console.log(`${program} ${options.join(' ')}`);
  const child = spawn(program, options, {cwd: root, stdio: 'inherit'});
  const [status]: (number | null)[] = await once(child, 'exit');
  // Null where a signal ended it.
  return status ?? 1;
}

/** Of the commit that is checked out. */
function readSource(): Source {
  const {status, stdout} = spawnSync('git', ['log', '-1', '--format=%H %cI'], {cwd: root, encoding: 'utf8'});
  const [revision = '', created = ''] = status === 0 ? stdout.trim().split(' ') : [];
  return {revision, created};
}

const command = readCommandLine();
if ('error' in command) {
  console.error(`${command.error}\n${usage}`);
  process.exitCode = 2;
} else {
  process.exitCode = await buildImage(command);
}
