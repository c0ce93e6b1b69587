import type {Engine, ImageRequest} from './request.ts';

/** A program and its arguments. */
export interface Command {
  readonly program: Engine;
  readonly arguments: readonly string[];
  /** Whether the next one is run whatever becomes of it. */
  readonly mayFail?: true;
}

/** What the labels of an image say of where it comes from; empty where that is not known. */
export interface Source {
  /** The commit, in hexadecimal digits. */
  readonly revision: string;
  /** When that was made, as RFC 3339 has it: the same commit makes the same labels. */
  readonly created: string;
}

/**
 * The commands that build an image, and push it where that was asked for, in their order.
 *
 * An image for one platform is in the engine's store afterwards. Docker's holds none for several in every installation:
 * unless pushed, that is a file, `<target>-<tag>.oci.tar`, which `npm run image:show` reads. Podman and buildah keep a list
 * of that name, to which a build would add: it is made anew.
 */
export function buildCommands(engine: Engine, request: ImageRequest, source: Source): readonly Command[] {
  switch (engine) {
    case 'docker':
      return [buildWithDocker(request, source)];
    case 'podman':
    case 'buildah':
      return buildWithList(engine, request, source);
  }
}

function buildWithDocker(request: ImageRequest, source: Source): Command {
  const {target, tag, platforms, push} = request;
  const file = `type=oci,dest=${target}-${tag}.oci.tar`;
  const output = push ? ['--push'] : platforms.length > 1 ? ['--output', file] : ['--load'];
  const options = [...buildOptions(request, source), '--tag', nameOf(request), ...output];
  return {program: 'docker', arguments: ['buildx', 'build', ...options, '.']};
}

function buildWithList(program: 'podman' | 'buildah', request: ImageRequest, source: Source): readonly Command[] {
  const image = nameOf(request);
  const isList = request.platforms.length > 1;
  const build = ['build', ...buildOptions(request, source), isList ? '--manifest' : '--tag', image, '.'];
  const push = isList ? ['manifest', 'push', '--all'] : ['push'];
  return [
    ...(isList ? [{program, arguments: ['manifest', 'rm', image], mayFail: true} as const] : []),
    {program, arguments: build},
    ...(request.push ? [{program, arguments: [...push, image, `docker://${image}`]}] : []),
  ];
}

function buildOptions({target, tag, platforms, bases}: ImageRequest, {revision, created}: Source): readonly string[] {
  const labels = Object.entries({version: tag, revision, created}).filter(([, value]) => value !== '');
  return [
    ...['--file', 'Dockerfile', '--target', target],
    ...(platforms.length > 0 ? ['--platform', platforms.join(',')] : []),
    ...Object.entries(bases).flatMap(([name, image]) => ['--build-arg', `${name.toUpperCase()}=${image}`]),
    ...labels.flatMap(([name, value]) => ['--label', `org.opencontainers.image.${name}=${value}`]),
  ];
}

const nameOf = ({name, tag}: ImageRequest): string => `${name}:${tag}`;
