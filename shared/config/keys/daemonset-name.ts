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
  doc: `The name of the DaemonSet that holds the images. Two pullers in one namespace need two names. A DaemonSet of this name that belongs
to something else is left alone, and an Event on the ConfigMap reports it. A name that Kubernetes does not allow rejects the
configuration.`,
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

/** `PRIORITY_CLASS_NAME`: of the DaemonSet's pods. */
export const priorityClassName: Key<string | undefined> = {
  name: 'PRIORITY_CLASS_NAME',
  default: '',
  unset: 'none',
  parse: text => (text === '' ? accept(undefined) : parseName(text)),
  values: 'the name of a PriorityClass',
  example: 'system-node-critical',
  origin: 'new',
  doc: `The PriorityClass of the DaemonSet's pods. With one, a rollout ends the old pod before the new one starts, so that there is a short
time without a holder. A second pod with priority beside the old one could evict pods of users. This is not so for a class that evicts
nobody: its value is 0 or less, or its \`preemptionPolicy\` is \`Never\`. A name that Kubernetes does not allow rejects the configuration.`,
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
