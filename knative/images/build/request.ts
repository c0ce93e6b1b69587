import {parseArgs} from 'node:util';
import {parseImageReference} from '@image-puller/shared/config';

/** What builds images: each by its own commands. In the order in which they are looked for. */
export const engines = ['docker', 'podman', 'buildah'] as const;
export type Engine = (typeof engines)[number];

/** The stages of the Dockerfile that are images. */
const targets = ['functions', 'sleep'] as const;

/** What is to be built. */
export interface ImageRequest {
  /** Registry and repository, such as `quay.io/you/functions`. */
  readonly name: string;
  readonly tag: string;
  readonly target: (typeof targets)[number];
  /** Such as `linux/amd64`; none for the engine's own. */
  readonly platforms: readonly string[];
  readonly push: boolean;
  /** The images that the Dockerfile begins with, where they are not its own: what compiles, and what the functions are put on. */
  readonly bases: {readonly builder?: string; readonly base?: string};
}

/** What a command line asks for: an image, and by what, where that was said. */
export interface ImageCommand {
  readonly request: ImageRequest;
  readonly engine: Engine | undefined;
}

export const usage = `usage: npm run image -- --name quay.io/you/functions --tag 1.2.3 [--target functions|sleep]
                    [--platform linux/amd64,linux/arm64] [--engine docker|podman|buildah] [--push]
                    [--builder IMAGE] [--base IMAGE]`;

/** Of the name and tag of an image as the OCI distribution specification 1.1 has them, with a registry's port. */
const namePattern = /^[a-z0-9][a-z0-9.-]*(?::\d+)?(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const tagPattern = /^\w[\w.-]{0,127}$/;
const platformPattern = /^linux\/(?:amd64|arm64|ppc64le|s390x)$/;

/** Reads a command line, or says what is wrong with it: all of it at once. */
export function parseImageCommand(args: readonly string[]): ImageCommand | {readonly error: string} {
  const {values} = parseArgs({
    args: [...args],
    options: {
      name: {type: 'string', default: ''},
      tag: {type: 'string', default: ''},
      target: {type: 'string', default: 'functions'},
      platform: {type: 'string', multiple: true, default: []},
      engine: {type: 'string'},
      push: {type: 'boolean', default: false},
      builder: {type: 'string'},
      base: {type: 'string'},
    },
  });
  const {name, tag, push, builder, base} = values;
  const bases = {...(builder !== undefined && {builder}), ...(base !== undefined && {base})};
  const platforms = values.platform.flatMap(list => list.split(','));
  const target = targets.find(known => known === values.target);
  const engine = engines.find(known => known === values.engine);
  const problems = [
    ...(namePattern.test(name)
      ? []
      : [`--name ${name}: write a registry and a repository, such as quay.io/you/functions`]),
    ...(tagPattern.test(tag) ? [] : [`--tag ${tag}: write a tag, such as 1.2.3`]),
    ...(target === undefined ? [`--target ${values.target}: write ${targets.join(' or ')}`] : []),
    ...platforms
      .filter(platform => !platformPattern.test(platform))
      .map(platform => `--platform ${platform}: write linux/amd64, linux/arm64, linux/ppc64le or linux/s390x`),
    ...(values.engine !== undefined && engine === undefined
      ? [`--engine ${values.engine}: write ${engines.join(', ')}`]
      : []),
    ...Object.entries(bases).flatMap(([option, image]) => {
      const reference = parseImageReference(image);
      return 'wrong' in reference ? [`--${option} ${image}: ${reference.wrong}`] : [];
    }),
  ];
  if (target === undefined || problems.length > 0) return {error: problems.join('\n')};
  return {request: {name, tag, target, platforms, push, bases}, engine};
}
