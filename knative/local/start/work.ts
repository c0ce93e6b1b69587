import {once} from 'node:events';
import {join} from 'node:path';
import {readSettings, type Standalone, startStandalone} from '@image-puller/functions';
import {openFiles} from './follow-files.ts';
import {followPullers} from './follow-pullers.ts';
import type {Host} from './host.ts';
import type {Opened} from './open-cluster.ts';
import {openPage} from './open-page.ts';
import {readPage, readPullers} from './read-status.ts';
import {formatKubectl, sayEntry, sayNext, sayRefreshed, sayRolledOut, sayScouted, sayTold} from './say.ts';
import type {Screen} from './screen.ts';
import {overhear} from './story.ts';

/** A Node that joins when it is applied. */
const nodeManifest = join(import.meta.dirname, 'node.yaml');

/**
 * Applies the files, and keeps the cluster as the ConfigMaps say, until the end is asked for. Then it lets go in the
 * opposite order: what is being written is written first.
 */
export async function work(opened: Opened, port: number | undefined, host: Host, screen: Screen): Promise<void> {
  const {running, file, tags} = opened;
  const {signal} = host.end;
  await using ends = new AsyncDisposableStack();
  ends.defer(() => running.stop());

  // Who opens the page in the first moment waits for it.
  const beginning = Promise.withResolvers<Standalone>();
  const page = await openPage(port, async (path, within) => await readPage(await beginning.promise, path, within));
  ends.defer(() => page.close());
  screen.say(...opened.heading, {tone: 'plain', text: `  page        ${page.said}`});

  const kubectl = formatKubectl(running.target.kubeconfig, running.target.context);
  const files = await openFiles({opened, screen, kubectl});
  const started = startStandalone({
    cluster: overhear(running.connected, {
      told: told => screen.report(...sayTold(told)),
      scouted: node => screen.report(sayScouted(node)),
      refreshed: how => screen.report(sayRefreshed(how)),
    }),
    // Nothing of the environment: a laptop's variables are not meant for this.
    settings: readSettings({}),
    log: entry => screen.complain(...sayEntry(entry)),
    onFailure: ({message}) => screen.complain({tone: 'bad', text: message}),
  });
  beginning.resolve(started);
  ends.defer(() => started.stop());

  const pullers = followPullers({
    source: {...running.watching, readPullers: within => readPullers(started, within)},
    door: running.connected,
    screen,
    now: host.now,
    findFile: name => (files.names().includes(name) ? file?.path : undefined),
    onReady: ([first]) =>
      screen.say(
        ...sayNext({
          file: file?.path,
          simulated: tags && {tags: tags.path, image: first?.images[0]?.image ?? '', node: nodeManifest},
          kubectl,
          page: page.url,
          configMap: files.names()[0] ?? first?.name ?? '',
        }),
      ),
  });
  ends.defer(() => pullers.stop());

  ends.defer(running.onRolledOut(rolledOut => screen.report(sayRolledOut(rolledOut))));
  const watch = files.watch(pullers.edited);
  ends.defer(() => watch.stop());
  if (!signal.aborted) await once(signal, 'abort');
  screen.end();
}
