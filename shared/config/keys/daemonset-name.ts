import {accept, type Key, refuse} from '../key.ts';
import {quote} from '../quote.ts';
import type {ConfigDefaults, Parsed} from '../types.ts';
import {parseName} from './parse-name.ts';

/** `DAEMONSET_NAME`: the DaemonSet to make. */
export const daemonSetName: Key<string> = {
  name: 'DAEMONSET_NAME',
  default: 'kubernetes-image-puller',
  parse: parseName,
  values: 'a DNS subdomain',
  example: 'my-puller',
  origin: 'Go puller',
  doc: `The name of the DaemonSet that holds the images. Two pullers in one namespace need two names. A DaemonSet of this name that belongs
to something else is left alone, and an Event on the ConfigMap reports it. After another name, the old DaemonSet stays until the new one holds all images
on every node. A name that Kubernetes does not allow rejects the configuration.`,
};

/** `NAMESPACE`: where the DaemonSet is; only ever the ConfigMap's own namespace. */
export const namespace: Key<string> = {
  name: 'NAMESPACE',
  default: '',
  unset: "the ConfigMap's own namespace",
  parse: parseNamespace,
  values: "the ConfigMap's own namespace",
  example: 'k8s-image-puller',
  origin: 'Go puller',
  doc: `The namespace of the DaemonSet. It is always the namespace of the ConfigMap; any other value rejects the configuration. So a ConfigMap
can change nothing in another namespace.`,
};

function parseNamespace(written: string, {namespace: own}: ConfigDefaults): Parsed<string> {
  const text = written.trim();
  if (text === '' || text === own) return accept(own);
  const allowed = `leave it out or write ${own}; for ${quote(text)} make a ConfigMap there`;
  return refuse(`${quote(text)} is not the namespace of this ConfigMap`, allowed);
}
