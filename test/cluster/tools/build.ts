import {spawnSync} from 'node:child_process';
import {type BuildProgress, buildTool} from './build-tool.ts';
import {isBuilt} from './cache.ts';
import {fetchSource, isFetched, sourceNames} from './sources.ts';
import {toolNames} from './tools.ts';

/**
 * Builds what is not in the cache yet, one after the other: each build uses every core by itself. Fetches what only has
 * to be fetched; where that fails, it is said, and the tests that want it are not run.
 *
 * @param say told what is done, a line at a time, while it is done
 * @returns why what is missing can't be built; undefined where everything is there
 * @throws where a build fails
 */
export async function buildTools(say: (line: string) => void): Promise<string | undefined> {
  const missing = toolNames.filter(name => !isBuilt(name));
  for (const name of sourceNames.filter(source => !isFetched(source))) {
    say(`${name}: fetching the Go module`);
    await fetchSource(name).catch(error => say(`${name}: ${error instanceof Error ? error.message : error}`));
  }
  if (missing.length === 0) return undefined;
  if (spawnSync('go', ['version']).status !== 0) {
    return 'Go is not installed: it builds the API server and all else that real Kubernetes is made of';
  }
  say(`Building ${missing.length} programs of real Kubernetes, once: 20 minutes on two cores, 10 GB of Go's caches`);
  for (const [index, name] of missing.entries()) {
    const place = `(${index + 1} of ${missing.length})`;
    say(`${name} ${place}`);
    const begun = performance.now();
    await buildTool(name, progress => say(`${name} ${place}: ${describe(progress)}`));
    say(`${name} ${place}: built in ${Math.round((performance.now() - begun) / 1000)} s`);
  }
  return undefined;
}

const describe = ({seconds, downloaded, compiled}: BuildProgress): string =>
  [
    `${Math.round(seconds)} s`,
    ...(downloaded > 0 ? [`${downloaded} modules downloaded`] : []),
    `${compiled} packages compiled`,
  ].join(', ');
