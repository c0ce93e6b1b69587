import {configMapLabel} from '@image-puller/shared/names';
import type {ConfigMapDoor} from './config-map/index.ts';
import {
  assessReadiness,
  findGone,
  followProgress,
  nothing,
  type ProgressSource,
  type Snapshot,
  waitAnew,
  waitFrom,
} from './progress/index.ts';
import {sayGone} from './say.ts';
import type {Screen} from './screen.ts';

export interface FollowPullersOptions {
  readonly source: ProgressSource;
  /** Tells what became of a ConfigMap. */
  readonly door: Pick<ConfigMapDoor, 'readConfigMap'>;
  readonly screen: Screen;
  /** Milliseconds of the same clock as the screen's. */
  readonly now: () => number;
  /** The file that has this ConfigMap. */
  readonly findFile: (name: string) => string | undefined;
  /** All images are held for the first time. */
  readonly onReady: (pullers: Snapshot['pullers']) => void;
}

/** Says how far all pullers are, when everything is held, and when one of them goes. */
export function followPullers(options: FollowPullersOptions): {edited(): void; stop(): Promise<void>} {
  const {source, door, screen, now, findFile, onReady} = options;
  let readiness = waitFrom(screen.began);
  let before = nothing;

  const explainGone = async (name: string): Promise<void> => {
    // Where it can't be read, that is told by the next read of the pullers.
    const configMap = await door.readConfigMap(name).catch(() => 'unknown' as const);
    if (configMap === undefined) screen.report(sayGone(name, 'deleted', findFile(name)));
    else if (configMap !== 'unknown' && configMap.metadata.labels?.[configMapLabel.key] !== configMapLabel.value) {
      screen.report(sayGone(name, 'unlabelled', undefined));
    }
  };
  const progress = followProgress({
    source,
    onSnapshot(snapshot) {
      screen.show(snapshot);
      for (const {name} of findGone(before, snapshot)) void explainGone(name);
      before = snapshot;
      const wasEver = readiness.reached.size > 0;
      const assessed = assessReadiness(readiness, snapshot, now());
      readiness = assessed.readiness;
      if (assessed.line === undefined) return;
      screen.report(assessed.line);
      if (!wasEver) onReady(snapshot.pullers);
    },
    onFailure: error =>
      screen.report(
        error === undefined
          ? {tone: 'good', text: 'the cluster answers again'}
          : {tone: 'bad', text: `the cluster can't be read: ${error.message}`},
      ),
  });
  screen.follow(source.nodes);
  return {
    edited() {
      readiness = waitAnew(readiness, now());
    },
    stop: () => progress.stop(),
  };
}
