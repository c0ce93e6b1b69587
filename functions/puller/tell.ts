import {hashText} from '@image-puller/shared/hash';
import type {Live} from '@image-puller/shared/live';
import {objectNameLength, shortenName} from '@image-puller/shared/names';
import type {Told} from '@image-puller/shared/tell';
import {toOneLine} from '@image-puller/shared/text';
import type {ConfigMap, Event} from 'kubernetes-types/core/v1';
import {ApiError} from '../cluster/index.ts';
import type {Context} from '../step.ts';

/** Kubernetes forgets an Event an hour after it was last told. What still holds is told again before that. */
const tellAgainAfter = 40 * 60_000;

/** Of an Event's message, in characters (Kubernetes: 1 kB). */
const messageLength = 1000;

/** What telling needs of a context. */
type Teller = Pick<Context, 'cluster' | 'now' | 'installation' | 'warn'>;

/**
 * Writes Kubernetes Events on a puller's ConfigMap. The same words have the same name, so that they are counted and not
 * repeated, and nothing is written while they were told a short time ago about the same version of the ConfigMap.
 *
 * An Event that can't be written never stops a step (the log says so); an API server that is away does.
 */
export async function tell(configMap: Live<ConfigMap>, told: readonly Told[], context: Teller): Promise<void> {
  for (const {message, ...rest} of told)
    await tellOne(configMap, {...rest, message: toOneLine(message, messageLength)}, context);
}

async function tellOne(
  configMap: Live<ConfigMap>,
  told: Told,
  {cluster, now, installation, warn}: Teller,
): Promise<void> {
  const {name, uid, resourceVersion} = configMap.metadata;
  const eventName = nameEvent(name, uid, told);
  const time = now();
  try {
    const before = await cluster.readEvent(eventName);
    if (before === undefined)
      return await cluster.createEvent(buildEvent(eventName, configMap, told, time, installation.id));
    const age = time.getTime() - (Date.parse(before.lastTimestamp ?? '') || 0);
    if (!told.isNews && before.involvedObject.resourceVersion === resourceVersion && age < tellAgainAfter) return;
    await cluster.patchEvent(eventName, {
      count: (before.count ?? 1) + 1,
      message: told.message,
      lastTimestamp: formatTime(time),
      involvedObject: {...before.involvedObject, resourceVersion},
    });
  } catch (error) {
    // Refused, or told by another function at the same moment: the step's work counts, not the telling of it.
    if (!(error instanceof ApiError) || (error.failure === 'unavailable' && !error.isOfObject)) throw error;
    if (error.failure !== 'conflict') warn(`could not tell ${told.reason}: ${error.message}`);
  }
}

function nameEvent(configMap: string, uid: string, {reason, message, about = message}: Told): string {
  const end = `.${hashText(`${uid}\n${reason}\n${about}`, 16)}`;
  return `${shortenName(configMap, objectNameLength - end.length)}${end}`;
}

const buildEvent = (
  name: string,
  {metadata}: Live<ConfigMap>,
  {reason, type, message}: Told,
  time: Date,
  instance: string,
): Event => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: {name, ...(metadata.namespace !== undefined && {namespace: metadata.namespace})},
  involvedObject: {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    name: metadata.name,
    ...(metadata.namespace !== undefined && {namespace: metadata.namespace}),
    uid: metadata.uid,
    resourceVersion: metadata.resourceVersion,
  },
  type,
  reason,
  message,
  count: 1,
  firstTimestamp: formatTime(time),
  lastTimestamp: formatTime(time),
  source: {component: 'kubernetes-image-puller'},
  reportingComponent: 'kubernetes-image-puller',
  reportingInstance: instance.slice(0, 128),
});

/** `metav1.Time` has no fractions of a second. */
const formatTime = (time: Date): string => time.toISOString().replace(/\.\d+Z$/, 'Z');
