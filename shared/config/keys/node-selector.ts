import {labelKey, labelValue} from '../../formats/index.ts';
import {parseJsonBy, stringMap} from '../json/index.ts';
import type {Key} from '../key.ts';

const reader = stringMap({key: labelKey, value: labelValue, bad: 'rejects all'});

/** `NODE_SELECTOR`: labels of the nodes that hold the images. */
export const nodeSelector: Key<{readonly [name: string]: string}> = {
  name: 'NODE_SELECTOR',
  default: '{}',
  parse: text => parseJsonBy(text, reader, {}, 'write a JSON object of strings such as {"disk":"ssd"}'),
  values: 'a JSON object of strings',
  example: '{"disk":"ssd"}',
  origin: 'Go puller',
  doc: `The labels that a node must have to hold the images. \`kubernetes.io/os: linux\` is added, unless you select an operating system
yourself. The configuration is rejected if the value is not a JSON object of valid labels: with a label left out, the images would go to
other nodes.`,
};
