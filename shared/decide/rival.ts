import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {configMapLabel} from '../names/index.ts';
import {findController} from './ownership.ts';

/**
 * Was a Go puller's DaemonSet made after its ConfigMap was given to us? Then that puller still runs, and has the rights
 * to delete what is adopted here: by the procedure of an upgrade those are gone before the label is there.
 *
 * When the label was written the ConfigMap's managed fields say, to the second; a later write by the same hand moves
 * that time on, so that in doubt the answer is no.
 */
export function isMadeByRival(configMap: ConfigMap, daemonSet: DaemonSet): boolean {
  const labelled = findLabelTime(configMap);
  const made = Date.parse(daemonSet.metadata?.creationTimestamp ?? '');
  return labelled !== undefined && made > labelled;
}

/**
 * Does a Go puller delete what is ours by now? It deletes by name, whoever's it is, and in the foreground. Nothing here
 * deletes what a live ConfigMap controls, and kubectl deletes so when it is told to alone (`--cascade=foreground`).
 */
export const isDeletedByRival = ({metadata}: ConfigMap, daemonSet: DaemonSet): boolean =>
  metadata?.deletionTimestamp === undefined &&
  daemonSet.metadata?.deletionTimestamp !== undefined &&
  daemonSet.metadata.finalizers?.includes('foregroundDeletion') === true &&
  findController(daemonSet)?.uid === metadata?.uid;

/** Milliseconds since 1970; undefined where the API server keeps no record of it. */
function findLabelTime({metadata}: ConfigMap): number | undefined {
  const times = (metadata?.managedFields ?? [])
    .filter(({fieldsV1}) => ownsLabel(fieldsV1))
    .map(({time}) => Date.parse(time ?? ''))
    .filter(time => !Number.isNaN(time));
  return times.length === 0 ? undefined : Math.max(...times);
}

/** FieldsV1: `{"f:metadata":{"f:labels":{"f:<key>":{}}}}`. */
function ownsLabel(fields: unknown): boolean {
  const labels = read(read(fields, 'f:metadata'), 'f:labels');
  return read(labels, `f:${configMapLabel.key}`) !== undefined;
}

const read = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
