import type {Event} from 'kubernetes-types/core/v1';
import {toOneLine} from '../text/index.ts';
import {findTime} from './event-time.ts';

/** What keeps the pods of a DaemonSet out, and what is to be done about it. */
export interface Refuser {
  readonly name: string;
  /** One pod more would be too much: where one goes, the next may come. */
  readonly isRoom: boolean;
  readonly remedy: string;
}

/** Why a pod can't be made. */
export interface Refusal {
  readonly refuser: Refuser;
  /** The API server's, one line. */
  readonly words: string;
}

const refuser = (name: string, remedy: string, isRoom = false): Refuser => ({name, isRoom, remedy});

/**
 * By the words of Kubernetes' admission plugins (ResourceQuota, LimitRanger, PodSecurity, webhooks, policies, Priority,
 * ServiceAccount, RuntimeClass) and of OpenShift's. The first that fits: a webhook's own words may be anything, and come after its name.
 */
const refusers: readonly (readonly [RegExp, Refuser])[] = [
  [/\badmission webhook "|\bfailed calling webhook\b/, refuser('a webhook', 'fix it, or let it pass the pods')],
  [/\bValidatingAdmissionPolicy '/, refuser('a policy', 'let the ValidatingAdmissionPolicy pass the pods')],
  [/\bviolates PodSecurity "/, refuser('Pod Security', 'see which level the namespace enforces')],
  [/\bunable to validate against any security context constraint\b/, refuser('OpenShift', 'see the constraints (SCC)')],
  [/\bexceeded quota: /, refuser('quota', 'raise the ResourceQuota: a rollout needs more pods for a while', true)],
  [
    /\bfailed quota: |\binsufficient quota to match these scopes\b/,
    refuser('quota', 'the ResourceQuota wants resources to be set, or matches no pod of that priority'),
  ],
  [
    /\b(?:minimum|maximum) \S+ usage per |\blimit to request ratio per /,
    refuser('a LimitRange', 'set CACHING_CPU_*, CACHING_MEMORY_* to what it allows'),
  ],
  [
    /\berror looking up service account \S+: serviceaccounts? "[^"]*" not found/,
    refuser('the ServiceAccount', 'make it in this namespace, or fix POD_SERVICE_ACCOUNT_NAME'),
  ],
  [
    /\bnot allowed because service account \S+ does not reference that /,
    refuser('the ServiceAccount', 'list the Secret in it, or fix IMAGE_PULL_SECRETS'),
  ],
  [
    /\bpod rejected: RuntimeClass "[^"]*" not found/,
    refuser('the RuntimeClass', 'make the RuntimeClass, or fix POD_RUNTIME_CLASS_NAME'),
  ],
  [
    /\bconflict: runtimeClass\.scheduling\.nodeSelector\[/,
    refuser('the RuntimeClass', 'it wants other nodes than NODE_SELECTOR does'),
  ],
  [/\bno PriorityClass with name\b/, refuser('priority', 'make the PriorityClass, or fix PRIORITY_CLASS_NAME')],
];
const byNode = refuser('its node', 'another one is asked next');
const other = refuser('the API server', 'see its message');

/** The controller's words before the API server's (many Events are folded into one), or our own request. */
const prefix =
  /^(?:\(combined from similar events\): )?(?:Error creating: |POST \S+: \d+ )?(?:pods "[^"]*" is forbidden: )?/;

/** Finds out what refuses a pod, by what the API server says. */
export function explainRefusal(message: string): Refusal {
  const words = toOneLine(message.replace(prefix, ''));
  return {refuser: refusers.find(([pattern]) => pattern.test(words))?.[1] ?? other, words};
}

/** Are these an admission's words? One that is away answers like an API server that is: with a 500. */
export const isByAdmission = (message: string): boolean => explainRefusal(message).refuser !== other;

/** A pod that has its node by name was not let in there, or thrown out; `words` are the kubelet's. */
export const explainThrownOut = (words: string): Refusal => ({refuser: byNode, words: toOneLine(words)});

/**
 * Why the pods of a DaemonSet are refused, by the Events of its controller; undefined where none says so.
 *
 * @param since when something of its rollout began last, in milliseconds: what was said before is of no account any more
 */
export function findRefusal(events: readonly Event[], since: number): Refusal | undefined {
  const [last] = events
    .filter(({reason, message}) => reason === 'FailedCreate' && message !== undefined)
    .map(event => ({message: event.message ?? '', at: findTime(event)}))
    // An Event's time has no fractions of a second.
    .filter(({at}) => at + 999 >= since)
    .toSorted((a, b) => b.at - a.at);
  return last === undefined ? undefined : explainRefusal(last.message);
}

/** For a status: `refused by quota: exceeded quota: ...`. */
export const describeRefusal = ({refuser, words}: Refusal): string =>
  toOneLine(`refused by ${refuser.name}: ${words}`, 300);
