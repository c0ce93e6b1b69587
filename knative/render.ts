import {mkdir, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {argv, cwd, env} from 'node:process';
import {parseArgs} from 'node:util';
import {parseImageReference} from '@image-puller/shared/config';
import {dnsLabel} from '@image-puller/shared/formats';
import {release} from '@image-puller/shared/release';
import {buildChartFiles} from './chart/index.ts';
import {
  buildManifests,
  buildStandalone,
  buildTemplates,
  defaultOptions,
  type InstallOptions,
  renderManifest,
} from './resources/index.ts';

/**
 * Writes the manifests: `npm run render -w knative`. Without options as they are in the repository, those for Knative into
 * `knative/manifests`, `knative/standalone.yaml`, OpenShift's templates into `knative/openshift`, and the chart's README and
 * the names of its images into `knative/helm`; options choose another installation, which has to go somewhere else:
 *
 *     npm run render -w knative -- --out my-manifests --namespace images --wake-on tick
 *     npm run render -w knative -- --out my-manifests --namespace images --mode standalone
 */
const usage = `usage: render [--out DIR] [--mode knative|standalone] [--namespace NAME] [--functions-image REF]
              [--sleep-image REF] [--tick-schedule CRON] [--wake-on watch|tick] [--dead-letter-uri URL]
schedule, wake-on and dead letters are Knative's`;

/** What a command line asks for. */
interface Command {
  /** Undefined for those of the repository. */
  readonly folder: string | undefined;
  readonly mode: 'knative' | 'standalone';
  readonly options: InstallOptions;
}

/** Reads a command line, or says what is wrong with it. A relative folder is one of `from`. */
function parseCommandLine(args: readonly string[], from: string): Command | {readonly error: string} {
  const text = {type: 'string'} as const;
  const {values} = parseArgs({
    args: [...args],
    options: {
      out: text,
      mode: text,
      namespace: text,
      'functions-image': text,
      'sleep-image': text,
      'tick-schedule': text,
      'wake-on': text,
      'dead-letter-uri': text,
    },
  });
  const {out, mode = 'knative', 'wake-on': wakeOn = defaultOptions.wakeOn, 'dead-letter-uri': uri} = values;
  if (mode !== 'knative' && mode !== 'standalone') return {error: `--mode ${mode}: write knative or standalone`};
  if (wakeOn !== 'watch' && wakeOn !== 'tick') return {error: `--wake-on ${wakeOn}: write watch or tick`};
  if (out === undefined && Object.keys(values).length > 0) {
    return {error: 'options without --out would change the manifests of the repository: say where with --out DIR'};
  }
  const problem = findProblem(values, mode);
  if (problem !== undefined) return {error: problem};
  return {
    folder: out === undefined ? undefined : resolve(from, out),
    mode,
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

/** Five fields, or six with seconds, or a word such as `@hourly`; with a time zone or without: what a PingSource takes looks so. */
const cron = /^((CRON_)?TZ=\S+ +)?(@\w+.*|\S+( +\S+){4,5})$/;

/** What would make manifests that no cluster takes, or would have no effect; undefined where all is well. */
function findProblem(values: Readonly<Partial<Record<string, string>>>, mode: Command['mode']): string | undefined {
  const {namespace, 'tick-schedule': schedule, 'dead-letter-uri': uri} = values;
  const ofKnative = ['tick-schedule', 'wake-on', 'dead-letter-uri'].find(name => name in values);
  if (mode === 'standalone' && ofKnative !== undefined)
    return `--${ofKnative}: leave it out with --mode standalone, which has nothing of Knative`;
  if (namespace !== undefined && !dnsLabel.matches(namespace))
    return `--namespace ${namespace}: write small letters, digits and -, at most 63`;
  for (const name of ['functions-image', 'sleep-image']) {
    const reference = parseImageReference(values[name] ?? 'unchanged');
    if ('wrong' in reference) return `--${name} ${values[name]}: ${reference.wrong}`;
  }
  if (schedule !== undefined && !cron.test(schedule))
    return `--tick-schedule ${schedule}: write the fields of cron, such as "*/5 * * * *"`;
  if (uri !== undefined && !URL.canParse(uri)) return `--dead-letter-uri ${uri}: write a URL`;
  return undefined;
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

/** Writes the one file of an installation without Knative. */
async function writeStandalone(folder: string, options: InstallOptions): Promise<void> {
  await mkdir(folder, {recursive: true});
  const manifest = buildStandalone(options);
  await writeFile(join(folder, manifest.file), renderManifest(manifest));
  console.log(join(folder, manifest.file));
}

/** Writes OpenShift's templates, which have parameters of their own. */
async function writeTemplates(folder: string): Promise<void> {
  await mkdir(folder, {recursive: true});
  const templates = buildTemplates();
  await Promise.all(templates.map(template => writeFile(join(folder, template.file), renderManifest(template))));
  console.log(`${templates.length} templates in ${folder}`);
}

/** Writes what of the chart is rendered. */
async function writeChart(folder: string): Promise<void> {
  const read = (file: string) => readFile(join(folder, file), 'utf8');
  const files = buildChartFiles(await read('values.schema.json'), await read('values.yaml'), release);
  await Promise.all(files.map(({file, text}) => writeFile(join(folder, file), text)));
  console.log(`${files.map(({file}) => file).join(' and ')} in ${folder}`);
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
  const {folder, mode, options} = command;
  const here = import.meta.dirname;
  if (folder === undefined || mode === 'knative') await writeManifests(folder ?? join(here, 'manifests'), options);
  if (folder === undefined || mode === 'standalone') await writeStandalone(folder ?? here, options);
  if (folder === undefined) {
    await writeTemplates(join(here, 'openshift'));
    await writeChart(join(here, 'helm'));
  }
}
