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
  doc: `The image of the init container, as the Go puller has it: the init container copies \`/bin/sleep\` from it, and the holders run that. Leave
it out to use \`SLEEP_IMAGE\`, which is much smaller. The configuration is rejected if the value is not an image reference, because no
pod could start.`,
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
  doc: `The image of the init container if \`KIP_IMAGE\` is not set: for clusters that pull from a mirror. Write it by digest, and a new release
with the same sleeper replaces no pods. The configuration is rejected if the value is not an image reference.`,
};

function parseImage(written: string): Parsed<string> {
  const text = written.trim();
  const reference = parseImageReference(text);
  if (!('wrong' in reference)) return accept(text);
  return refuse(`${quote(text)} ${reference.wrong}`, 'write an image such as registry.example/team/app:1.2');
}
