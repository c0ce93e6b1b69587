import type {NamedImage, PullerConfig} from '../config/index.ts';
import type {Retry} from '../decide/index.ts';
import {describeReference, type ImageSummary} from '../health/index.ts';
import {type IsolationNews, type Lane, nameIsolated} from '../lanes/index.ts';
import type {Outage} from '../scout/index.ts';
import {declare} from './declare.ts';
import {refreshStarted} from './refresh-events.ts';
import type {Told} from './told.ts';

export const imagesRewritten = declare('ImagesRewritten', {
  type: 'Normal',
  happened: 'admission writes other image names into the pods than `IMAGES` has, such as those of a mirror',
  remedy: 'nothing, if you want it so',
  words: (first: ImageSummary, others: number) => ({
    about: 'rewritten images',
    message: `admission writes other images into the pods: ${first.name} (${first.image}) is pulled as ${first.rewritten}${others === 0 ? '' : `, and ${others} more`}`,
  }),
});

/** What is said where admission writes other references into the pods than those of the list. */
export function sayRewritten(images: readonly ImageSummary[]): readonly Told[] {
  const [first, ...others] = images.filter(({rewritten}) => rewritten !== null);
  return first === undefined ? [] : [imagesRewritten.say(first, others.length)];
}

export const imageFailing = declare('ImageFailing', {
  type: 'Warning',
  happened: "nodes can't pull or start the image. The message has the most frequent reason, with its cause first",
  remedy: 'fix the name, the registry or the pull secret',
  words: (summary: ImageSummary) => {
    const {name, held, started, pulling, failing, waiting, reasons} = summary;
    const where = `${failing} of ${held + started + pulling + failing + waiting} nodes`;
    return {
      about: name,
      message: `${name} (${describeReference(summary)}) fails on ${where}: ${reasons[0] ?? 'no reason given'}`,
    };
  },
});

export const imageRecovered = declare('ImageRecovered', {
  type: 'Normal',
  happened:
    'an image that failed is held on every eligible node again. If its container had crashed, this comes ten minutes later',
  remedy: '',
  words: (summary: ImageSummary) => ({
    message: `${summary.name} (${describeReference(summary)}) is held on all ${summary.held} nodes again`,
  }),
});

export const imageIsolated = declare('ImageIsolated', {
  type: 'Warning',
  happened:
    'an image failed for two minutes. It is tried in [a DaemonSet of its own](#images-that-fail), and the others go on',
  remedy: 'fix the name, the registry or the pull secret. It comes back by itself',
  words: (image: NamedImage, daemonSet: string) => ({
    isNews: true,
    message: `${nameImage(image)} fails, so it moves to a DaemonSet of its own, and the others go on without it: ${daemonSet}`,
  }),
});

export const imageReturned = declare('ImageReturned', {
  type: 'Normal',
  happened: 'an isolated image is back in the main DaemonSet',
  remedy: '',
  words: (image: NamedImage) => ({
    isNews: true,
    message: `${nameImage(image)} is back in the main DaemonSet`,
  }),
});

export const imageNotIsolated = declare('ImageNotIsolated', {
  type: 'Warning',
  happened: 'ten images are isolated already. This one stays, and rollouts of the others wait for it',
  remedy: 'fix it, or take it out of `IMAGES`',
  words: (image: NamedImage) => ({
    message: `${nameImage(image)} fails, and so do too many others to isolate it: rollouts wait for it; fix it, or take it out of IMAGES`,
  }),
});

export const imageGone = declare('ImageGone', {
  type: 'Warning',
  happened: 'a refresh asked for a tag, and the registry did not give it. What is held stays as it is',
  remedy:
    'check the registry (the message has its words) and the pull secret. Push the image again, or take it out of `IMAGES`',
  words: (image: NamedImage, words: string | undefined) => ({
    about: image.name,
    message: `${nameImage(image)} stays held as it is, since the registry did not give it: ${words}`,
  }),
});

export const registryFailing = declare('RegistryFailing', {
  type: 'Warning',
  happened: 'most images of one registry fail together, or a refresh got none of its tags',
  remedy: 'check the registry, its credentials, and the network to it',
  words: (message: string, about: string = message) => ({message, about}),
});

/** What is said of images that fail and of the DaemonSets that hold them apart. */
export const sayIsolation =
  ({daemonSetName}: PullerConfig) =>
  (news: IsolationNews): Told => {
    switch (news.what) {
      case 'registry fails':
        return registryFailing.say(
          `most images of ${news.registry} fail, so the registry is probably the cause: the images are isolated after 30 minutes, unless the registry answers again`,
        );
      case 'isolated':
        return imageIsolated.say(news.image, nameIsolated(daemonSetName, news.image));
      case 'returned':
        return imageReturned.say(news.image);
      case 'no lane left':
        return imageNotIsolated.say(news.image);
    }
  };

/** What scouts found. */
interface Scouted {
  readonly moved: readonly NamedImage[];
  /** By image reference: why a node could not have it any more. */
  readonly failures: ReadonlyMap<string, string>;
  readonly outages: readonly Outage[];
}

/** What is said of what a scout found: what moved, what its registry does not have any more, and who gave nothing. */
export function sayScouted(
  {name, images}: Lane,
  {moved, failures, outages}: Scouted,
  retry: Retry | undefined,
): readonly Told[] {
  // Of one image alone nobody can tell whether it has gone or all of its registry.
  const silent = outages.filter(({tags}) => tags.length > 1);
  const silenced = new Set(silent.flatMap(({tags}) => tags.map(({image}) => image)));
  const gone = images.filter(({image}) => failures.has(image) && !silenced.has(image));
  const later = retry === undefined ? 'after the next interval' : `at ${retry.at.toISOString()}`;
  const again =
    moved.length > 0 ? 'and each node asks it again as its pod is rolled' : `and it is asked again ${later}`;
  const rolled = `${moved.map(nameImage).join(', ')}: the tag has moved; DaemonSet ${name} is rolled`;
  return [
    ...gone.map(image => imageGone.say(image, failures.get(image.image))),
    ...silent.map(({registry, tags, reason}) =>
      registryFailing.say(
        `${registry} gave none of the ${tags.length} tags that a refresh asked for: the nodes keep what they hold, ${again}: ${reason}`,
        `${registry} refresh`,
      ),
    ),
    ...(moved.length === 0 ? [] : [refreshStarted.say(rolled)]),
  ];
}

const nameImage = ({name, image}: NamedImage): string => `${name} (${image})`;
