import {accept, type Key, refuse} from '../key.ts';
import {quote} from '../quote.ts';
import type {ConfigDefaults, Parsed} from '../types.ts';
import {dnsSubdomain} from '../values/index.ts';

/** `DAEMONSET_NAME`: the DaemonSet to make. */
export const daemonSetName: Key<string> = {
  name: 'DAEMONSET_NAME',
  default: 'kubernetes-image-puller',
  parse: parseName,
  values: 'a DNS subdomain',
  example: 'my-puller',
  origin: 'Go puller',
  doc: `The name of the DaemonSet that holds the images. A DaemonSet of that name that belongs to somebody else is left alone and the
configuration is rejected, as it is for a name that Kubernetes does not allow.`,
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
  doc: `The namespace of the DaemonSet. Another one than the ConfigMap's own rejects the configuration: nobody writes into a namespace
through a ConfigMap elsewhere.`,
};

/** `PRIORITY_CLASS_NAME`: of the DaemonSet's pods. */
export const priorityClassName: Key<string | undefined> = {
  name: 'PRIORITY_CLASS_NAME',
  default: '',
  unset: 'none',
  parse: text => (text === '' ? accept(undefined) : parseName(text)),
  values: 'the name of a PriorityClass',
  example: 'system-node-critical',
  origin: 'new',
  doc: `The PriorityClass of the DaemonSet's pods. With one, rollouts replace a pod instead of starting its successor beside it, which
could evict pods of users. A name that Kubernetes does not allow rejects the configuration.`,
};

function parseName(written: string): Parsed<string> {
  const text = written.trim();
  if (dnsSubdomain.matches(text)) return accept(text);
  return refuse(`${quote(text)} is not ${dnsSubdomain.called}`, dnsSubdomain.allowed);
}

function parseNamespace(written: string, {namespace: own}: ConfigDefaults): Parsed<string> {
  const text = written.trim();
  if (text === '' || text === own) return accept(own);
  const allowed = `leave it out or write ${own}; for ${quote(text)} make a ConfigMap there`;
  return refuse(`${quote(text)} is not the namespace of this ConfigMap`, allowed);
}
