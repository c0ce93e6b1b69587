import {once} from 'node:events';
import {readSettings, type Standalone, startStandalone} from '@image-puller/functions';
import {createApplyContent, watchFile} from './config-map/index.ts';
import {type Host, StartProblem} from './host.ts';
import type {Opened} from './open-cluster.ts';
import {servePage} from './page/index.ts';
import {assessReadiness, followProgress, type Snapshot, waitFrom} from './progress/index.ts';
import {readPage, readPullers} from './read-status.ts';
import {formatKubectl, sayApplied, sayEntry, sayNext, sayTold} from './say.ts';
import type {Screen} from './screen.ts';
import {overhear} from './story.ts';

/** Where the status page is unless another port is asked for. */
const usualPort = 8080;

/**
 * Applies the file, and keeps the cluster as the ConfigMaps say, until the end is asked for. Then it lets go in the
 * opposite order: what is being written is written first.
 */
export async function work(opened: Opened, port: number | undefined, host: Host, screen: Screen): Promise<void> {
  const {running, file} = opened;
  const {signal} = host.end;
  await using ends = new AsyncDisposableStack();
  ends.defer(() => running.stop());

  // Who opens the page in the first moment waits for it.
  const beginning = Promise.withResolvers<Standalone>();
  const answer = async (path: string, within: AbortSignal) => await readPage(await beginning.promise, path, within);
  const page = await servePage(port ?? usualPort, port === undefined ? 'next free port' : 'this port', answer);
  if ('problem' in page) throw new StartProblem(page.problem);
  ends.defer(() => page.close());
  const url = `http://localhost:${page.port}`;
  const taken = port === undefined && page.port !== usualPort ? ` (${usualPort} is in use)` : '';
  screen.say(...opened.heading, {tone: 'plain', text: `  page        ${url}${taken}`});

  const apply = file && createApplyContent(file.door, running.connected.namespace, opened.strangerAdvice);
  const names: string[] = [];
  if (file !== undefined && apply !== undefined) {
    const applied = await apply(file.content);
    if (applied.is === 'rejected') {
      throw new StartProblem(applied.problems.map(each => `${file.path}: ${each}`).join('\n'));
    }
    screen.report(...sayApplied(file.path, applied));
    if (applied.is === 'applied') names.push(...applied.configMaps.map(({name}) => name));
  }

  const started = startStandalone({
    cluster: overhear(running.connected, told => screen.report(...sayTold(told))),
    // Nothing of the environment: a laptop's variables are not meant for this.
    settings: readSettings({}),
    log: entry => screen.complain(...sayEntry(entry)),
    onFailure: ({message}) => screen.complain({tone: 'bad', text: message}),
  });
  beginning.resolve(started);
  ends.defer(() => started.stop());

  let readiness = waitFrom(screen.began);
  const source = {...running.watching, readPullers: (within: AbortSignal) => readPullers(started, within)};
  const progress = followProgress({
    source,
    onSnapshot(snapshot: Snapshot) {
      screen.show(snapshot);
      const assessed = assessReadiness(readiness, snapshot, host.now());
      readiness = assessed.readiness;
      if (assessed.line === undefined) return;
      screen.report(assessed.line);
      if (readiness.times > 1) return;
      const {kubeconfig, context} = running.target;
      const configMap = names[0] ?? snapshot.pullers[0]?.name ?? '';
      screen.say(...sayNext({file: file?.path, kubectl: formatKubectl(kubeconfig, context), page: url, configMap}));
    },
    onFailure: error =>
      screen.report(
        error === undefined
          ? {tone: 'good', text: 'the cluster answers again'}
          : {tone: 'bad', text: `the cluster can't be read: ${error.message}`},
      ),
  });
  ends.defer(() => progress.stop());
  screen.follow(source.nodes);

  if (file !== undefined && apply !== undefined) {
    const watch = watchFile(file.path, file.content, async content =>
      screen.report(...sayApplied(file.path, await apply(content))),
    );
    ends.defer(() => watch.stop());
  }
  if (!signal.aborted) await once(signal, 'abort');
  screen.end();
}
