import {spawnSync} from 'node:child_process';
import {constants} from 'node:fs';
import {access} from 'node:fs/promises';
import {delimiter, join} from 'node:path';
import {type Engine, engines} from './request.ts';

/** Where engines are looked for. */
export interface Environment {
  readonly PATH?: string;
}

/**
 * The first engine that is there to be run, or why there is none. Docker counts only with buildx: without it, it builds for
 * its own platform alone, and knows no options of this kind.
 *
 * @param wanted the only one that will do; by default any
 */
export async function findEngine(
  env: Environment,
  wanted?: Engine,
): Promise<{readonly found: Engine} | {readonly missing: string}> {
  const present: Engine[] = [];
  for (const engine of wanted === undefined ? engines : [wanted]) if (await isThere(engine, env)) present.push(engine);
  const found = present.find(engine => engine !== 'docker' || hasBuildx(env));
  if (found !== undefined) return {found};
  const problem = present.includes('docker')
    ? 'docker has no buildx'
    : `no ${wanted ?? engines.join(', ')} on the PATH`;
  return {missing: `${problem}: install Docker with buildx, Podman 4 or later, or Buildah 1.24 or later`};
}

async function isThere(engine: Engine, {PATH = ''}: Environment): Promise<boolean> {
  // A relative or empty entry means wherever one happens to be: no place to take programs from.
  const places = PATH.split(delimiter).filter(place => place.startsWith('/') || /^[A-Za-z]:/.test(place));
  const files = places.flatMap(place => [join(place, engine), join(place, `${engine}.exe`)]);
  return (await Promise.all(files.map(isExecutable))).includes(true);
}

const isExecutable = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );

const hasBuildx = (env: Environment): boolean =>
  spawnSync('docker', ['buildx', 'version'], {env: {...env}, stdio: 'ignore'}).status === 0;
