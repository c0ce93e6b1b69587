import type {NamedImage, PullerConfig} from '../config/index.ts';
import type {Retry} from '../decide/index.ts';
import {describeReference, type ImageSummary} from '../health/index.ts';
import {type IsolationNews, type Lane, nameIsolated} from '../lanes/index.ts';
import type {Outage} from '../scout/index.ts';
import type {Told} from './told.ts';

/** What is said where admission writes other references into the pods than those of the list. */
export function sayRewritten(images: readonly ImageSummary[]): readonly Told[] {
  const [first, ...others] = images.filter(({rewritten}) => rewritten !== null);
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  return [
    {
      reason: 'ImagesRewritten',
      about: 'rewritten images',
      message: `admission writes other images into the pods: ${first.name} (${first.image}) is pulled as ${first.rewritten}${more}`,
    },
  ];
}

/** What is said of an image that fails, for as long as it does, and once when it is held everywhere again. */
export function sayImage(summary: ImageSummary, state: 'failing' | 'recovered'): Told {
  const {name, held, started, pulling, failing, waiting, reasons} = summary;
  const reference = describeReference(summary);
  if (state === 'recovered')
    return {reason: 'ImageRecovered', message: `${name} (${reference}) is held on all ${held} nodes again`};
  const where = `${failing} of ${held + started + pulling + failing + waiting} nodes`;
  return {
    reason: 'ImageFailing',
    about: name,
    message: `${name} (${reference}) fails on ${where}: ${reasons[0] ?? 'no reason given'}`,
  };
}

/** What is said of what a scout found: what moved, what its registry does not have any more, and who gave nothing. */
export function sayScouted(
  {name, images}: Lane,
  {
    moved,
    failures,
    outages,
  }: {
    readonly moved: readonly NamedImage[];
    readonly failures: ReadonlyMap<string, string>;
    readonly outages: readonly Outage[];
  },
  retry: Retry | undefined,
): readonly Told[] {
  // Of one image alone nobody can tell whether it has gone or all of its registry.
  const silent = outages.filter(({tags}) => tags.length > 1);
  const silenced = new Set(silent.flatMap(({tags}) => tags.map(({image}) => image)));
  const gone = images.filter(({image}) => failures.has(image) && !silenced.has(image));
  const later = retry === undefined ? 'after the next interval' : `at ${retry.at.toISOString()}`;
  const again =
    moved.length > 0 ? 'and each node asks it again as its pod is rolled' : `and it is asked again ${later}`;
  return [
    ...gone.map(
      (image): Told => ({
        reason: 'ImageGone',
        about: image.name,
        message: `${nameImage(image)} stays held as it is, since the registry did not give it: ${failures.get(image.image)}`,
      }),
    ),
    ...silent.map(
      ({registry, tags, reason}): Told => ({
        reason: 'RegistryFailing',
        about: `${registry} refresh`,
        message: `${registry} gave none of the ${tags.length} tags that a refresh asked for: the nodes keep what they hold, ${again}: ${reason}`,
      }),
    ),
    ...(moved.length === 0
      ? []
      : [
          {
            reason: 'RefreshStarted' as const,
            message: `${moved.map(nameImage).join(', ')}: the tag has moved; DaemonSet ${name} is rolled`,
          },
        ]),
  ];
}

/** What is said of images that fail and of the DaemonSets that hold them apart. */
export const sayIsolation =
  ({daemonSetName}: PullerConfig) =>
  (news: IsolationNews): Told => {
    switch (news.what) {
      case 'registry fails':
        return {
          reason: 'RegistryFailing',
          message: `most images of ${news.registry} fail, so the registry is probably the cause: the images are isolated after 30 minutes, unless the registry answers again`,
        };
      case 'isolated':
        return {
          reason: 'ImageIsolated',
          isNews: true,
          message: `${nameImage(news.image)} fails, so it moves to a DaemonSet of its own, and the others go on without it: ${nameIsolated(daemonSetName, news.image)}`,
        };
      case 'returned':
        return {
          reason: 'ImageReturned',
          isNews: true,
          message: `${nameImage(news.image)} is back in the main DaemonSet`,
        };
      case 'no lane left':
        return {
          reason: 'ImageNotIsolated',
          message: `${nameImage(news.image)} fails, and so do too many others to isolate it: rollouts wait for it; fix it, or take it out of IMAGES`,
        };
    }
  };

const nameImage = ({name, image}: NamedImage): string => `${name} (${image})`;
