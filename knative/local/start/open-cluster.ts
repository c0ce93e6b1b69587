import {basename, dirname, join} from 'node:path';
import {release} from '@image-puller/shared/release';
import type {StartCommand} from './arguments.ts';
import {connectReal, type EmbeddedRun, greet, type RunningCluster, startEmbedded} from './cluster/index.ts';
import {type ConfigMapDoor, parseFile} from './config-map/index.ts';
import {type FileContent, readContent} from './file/index.ts';
import {type Host, StartProblem} from './host.ts';
import type {Line} from './progress/index.ts';
import {copySample} from './sample.ts';
import {createMoveTags, type Moved} from './tags/index.ts';

/** A cluster to work on, with the file that is applied to it. */
export interface Opened {
  readonly running: RunningCluster;
  /** Undefined where no ConfigMap is to be written. */
  readonly file: OpenedFile | undefined;
  /** Undefined where nothing is simulated. */
  readonly tags: OpenedTags | undefined;
  /** What to do about a ConfigMap for another namespace. */
  readonly strangerAdvice: string;
  /** What is said of the cluster once its page is there. */
  readonly heading: readonly Line[];
  /** What is said at the end: what stays. */
  readonly farewell: string;
}

/** A file that holds, and the way of its ConfigMaps into the cluster. */
export interface OpenedFile {
  readonly path: string;
  readonly content: FileContent;
  readonly door: ConfigMapDoor;
}

/** The file by which tags move in the simulated registry; it need not be there. */
export interface OpenedTags {
  readonly path: string;
  readonly content: FileContent;
  readonly move: (content: FileContent) => Moved;
}

type Say = (...lines: readonly Line[]) => void;

/** Opens the cluster that the command names: a real one only where it was named. Throws a `StartProblem`. */
export const openCluster = (command: StartCommand, host: Host, say: Say): Promise<Opened> =>
  command.cluster === undefined ? openEmbedded(command, host) : openReal(command.cluster, command.file, host, say);

async function openEmbedded({file, speed, nodes}: StartCommand, host: Host): Promise<Opened> {
  const copy = file === undefined ? await copySample(host.root, 'images.yaml') : undefined;
  const path = copy?.path ?? file ?? '';
  const {content, namespace} = await readFirst(path, copy !== undefined);
  // Where only that can't be written, no tag moves.
  if (copy !== undefined) await copySample(host.root, 'tags.yaml').catch(() => undefined);
  const tagsPath = join(dirname(path), 'tags.yaml');
  if (tagsPath === path)
    throw new StartProblem(`${path}: tags are read from a file of this name; give yours another one`);
  const running = await startEmbedded({namespace: namespace ?? 'default', speed, nodes, ...host});
  const {connected} = running;
  const tags = await openTags(tagsPath, running);
  const whose = copy === undefined ? '' : copy.was === 'copied' ? ' (a copy of the sample)' : ' (as it was)';
  const simulated = `${nodes} simulated ${nodes === 1 ? 'node' : 'nodes'}`;
  return {
    running,
    file: {path, content, door: connected},
    tags,
    strangerAdvice: 'the embedded cluster was started for another one: start it again, or change metadata.namespace',
    heading: [
      plain(`Image puller ${release.version} with an embedded cluster: ${simulated}, nothing is really pulled`),
      plain(`  images      ${path}${whose}`),
      plain(`  tags        ${tags.path}${tags.content.is === 'absent' ? ' (not there: no tag has moved)' : ''}`),
      plain(`  kubeconfig  ${running.target.kubeconfig}`),
    ],
    farewell: copy === undefined ? 'Stopped, nothing is left' : `Stopped; only ${sayLeft(path, tags)} left`,
  };
}

const sayLeft = (path: string, tags: OpenedTags): string =>
  tags.content.is === 'absent' ? `${path} is` : `${path} and ${basename(tags.path)} are`;

/** Like the other file, it must hold at the start, if it is there. */
async function openTags(path: string, {images, stop}: EmbeddedRun): Promise<OpenedTags> {
  const move = createMoveTags(images);
  const content = await readContent(path);
  const moved = move(content);
  if (moved.is === 'moved') return {path, content, move};
  await stop();
  throw new StartProblem(moved.problems.map(problem => `${path}: ${problem}`).join('\n'));
}

async function openReal(
  target: NonNullable<StartCommand['cluster']>,
  path: string | undefined,
  {end}: Host,
  say: Say,
): Promise<Opened> {
  const running = await connectReal(target);
  if ('problem' in running) throw new StartProblem(running.problem);
  const {contextName, server, namespace} = running.connected;
  say(
    plain(`Image puller ${release.version} with the cluster of ${target.kubeconfig}`),
    plain(`  context     ${contextName}`),
    plain(`  server      ${server}`),
    plain(`  namespace   ${namespace}`),
    ...(running.warning === undefined ? [] : [{tone: 'bad', text: running.warning} as const]),
  );
  const file = path === undefined ? undefined : await openFile(path, running);
  const greeted = await greet(running.connected, target, end.signal);
  if ('problem' in greeted) throw new StartProblem(greeted.problem);
  const {pullers} = greeted;
  const found = pullers.length === 0 ? 'none' : `${pullers.length}: ${pullers.join(', ')}`;
  return {
    running,
    file,
    tags: undefined,
    strangerAdvice: `this runs in the namespace ${namespace}: choose another --context, or change metadata.namespace`,
    heading: [
      plain(`  pullers     labelled ConfigMaps found there: ${found}`),
      plain(path === undefined ? '  images      no FILE given: no ConfigMap is written' : `  images      ${path}`),
    ],
    farewell: 'Stopped; ConfigMaps and DaemonSets stay in the cluster',
  };
}

async function openFile(path: string, {connected}: RunningCluster): Promise<OpenedFile> {
  const {content} = await readFirst(path, false);
  return {path, content, door: connected};
}

/** The file must hold at the start; later it may be broken for a while. */
async function readFirst(
  path: string,
  isSample: boolean,
): Promise<{readonly content: FileContent; readonly namespace: string | undefined}> {
  const content = await readContent(path);
  if (content.is === 'absent') {
    if (isSample)
      throw new StartProblem(`${path} is a link to a file that is not there: write that file, or delete the link`);
    throw new StartProblem(
      `${path} is not there: give the path of a ConfigMap in YAML, or none to start with a sample`,
    );
  }
  if (content.is === 'unreadable') throw new StartProblem(`${path} can't be read: ${content.because}`);
  const parsed = parseFile(content.text);
  if ('configMaps' in parsed) {
    return {content, namespace: parsed.configMaps.find(each => each.namespace !== undefined)?.namespace};
  }
  const hint = isSample ? '\nDelete the file to start with the sample again.' : '';
  throw new StartProblem(`${parsed.problems.map(problem => `${path}: ${problem}`).join('\n')}${hint}`);
}

const plain = (text: string): Line => ({tone: 'plain', text});
