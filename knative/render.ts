import {mkdir, readdir, rm, writeFile} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {argv, cwd, env} from 'node:process';
import {parseArgs} from 'node:util';
import {buildManifests, defaultOptions, type InstallOptions, renderManifest} from './resources/index.ts';

/**
 * Writes the manifests: `npm run render -w knative`. Without options into `knative/manifests`, as they are in the
 * repository; options choose another installation, which has to go somewhere else:
 *
 *     npm run render -w knative -- --out my-manifests --namespace images --wake-on tick
 */
const usage = `usage: render [--out DIR] [--namespace NAME] [--functions-image REF] [--sleep-image REF]
              [--tick-schedule CRON] [--wake-on watch|tick] [--dead-letter-uri URL]`;

/** What a command line asks for, or what is wrong with it. A relative folder is one of `from`. */
function parseCommandLine(
  args: readonly string[],
  from: string,
): {readonly folder: string; readonly options: InstallOptions} | {readonly error: string} {
  const text = {type: 'string'} as const;
  const {values} = parseArgs({
    args: [...args],
    options: {
      out: text,
      namespace: text,
      'functions-image': text,
      'sleep-image': text,
      'tick-schedule': text,
      'wake-on': text,
      'dead-letter-uri': text,
    },
  });
  const {out, 'wake-on': wakeOn = defaultOptions.wakeOn, 'dead-letter-uri': uri} = values;
  if (wakeOn !== 'watch' && wakeOn !== 'tick') return {error: `--wake-on ${wakeOn}: write watch or tick`};
  if (out === undefined && Object.keys(values).length > 0) {
    return {error: 'options without --out would change the manifests of the repository: say where with --out DIR'};
  }
  return {
    folder: out === undefined ? join(import.meta.dirname, 'manifests') : resolve(from, out),
    options: {
      namespace: values.namespace ?? defaultOptions.namespace,
      functionsImage: values['functions-image'] ?? defaultOptions.functionsImage,
      sleepImage: values['sleep-image'] ?? defaultOptions.sleepImage,
      tickSchedule: values['tick-schedule'] ?? defaultOptions.tickSchedule,
      wakeOn,
      ...(uri !== undefined && {deadLetterSink: {uri}}),
    },
  };
}

/** Makes a folder hold exactly these manifests; files of other names than `NN-*.yaml` are left alone. */
async function writeManifests(folder: string, options: InstallOptions): Promise<void> {
  await mkdir(folder, {recursive: true});
  const old = (await readdir(folder)).filter(file => /^\d\d-.*\.yaml$/.test(file));
  await Promise.all(old.map(file => rm(join(folder, file))));
  const manifests = buildManifests(options);
  await Promise.all(manifests.map(manifest => writeFile(join(folder, manifest.file), renderManifest(manifest))));
  console.log(`${manifests.length} manifests in ${folder}`);
}

function readCommandLine(): ReturnType<typeof parseCommandLine> {
  try {
    // npm runs a workspace's script in that workspace, and says in INIT_CWD where it was called.
    return parseCommandLine(argv.slice(2), env.INIT_CWD ?? cwd());
  } catch (error) {
    return {error: error instanceof Error ? error.message : String(error)};
  }
}

const command = readCommandLine();
if ('error' in command) {
  console.error(`${command.error}\n${usage}`);
  process.exitCode = 2;
} else {
  await writeManifests(command.folder, command.options);
}
