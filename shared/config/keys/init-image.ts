import {accept, type Key, refuse} from '../key.ts';
import {quote} from '../quote.ts';
import type {Parsed} from '../types.ts';
import {parseImageReference} from '../values/index.ts';

/** `KIP_IMAGE`: an init container image with a shell and its own sleep, as the Go puller's. */
export const kipImage: Key<string | undefined> = {
  name: 'KIP_IMAGE',
  default: '',
  unset: 'none: `SLEEP_IMAGE` is used',
  parse: text => (text === '' ? accept(undefined) : parseImage(text)),
  values: 'an image with `/bin/sh`, `cp` and `/bin/sleep`',
  example: 'quay.io/eclipse/kubernetes-image-puller:next',
  origin: 'Go puller',
  doc: `The image of the init container, which copies its \`/bin/sleep\` for the containers that hold the images. What is no image reference
rejects the configuration: no pod could start. Leave it out to use the much smaller \`SLEEP_IMAGE\`.`,
};

/** `SLEEP_IMAGE`: the init container's image where there is no `KIP_IMAGE`. */
export const sleepImage: Key<string> = {
  name: 'SLEEP_IMAGE',
  default: '',
  unset: "the release's sleep image",
  parse: (text, {sleepImage: own}) => (text === '' ? accept(own) : parseImage(text)),
  values: "a copy of the release's sleep image",
  example: 'registry.example/mirror/image-puller-sleep:1',
  origin: 'new',
  doc: `The image of the init container where \`KIP_IMAGE\` is not set, for clusters that pull from a mirror. Written by
digest, a new release that leaves the sleeper as it is rolls nothing. What is no image reference rejects the configuration.`,
};

function parseImage(written: string): Parsed<string> {
  const text = written.trim();
  const reference = parseImageReference(text);
  if (!('wrong' in reference)) return accept(text);
  return refuse(`${quote(text)} ${reference.wrong}`, 'write an image such as registry.example/team/app:1.2');
}
