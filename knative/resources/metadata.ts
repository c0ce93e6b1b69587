import {partOfLabel} from '@image-puller/shared/names';
import type {ObjectMeta} from 'kubernetes-types/meta/v1';
import type {InstallOptions} from './options.ts';

/**
 * Labels of an object of the installation. Not `app.kubernetes.io/managed-by`: what carries that one is a DaemonSet of
 * ours, and may be deleted.
 */
export function buildLabels(component: string): Record<string, string> {
  return {
    'app.kubernetes.io/name': 'kubernetes-image-puller',
    'app.kubernetes.io/component': component,
    [partOfLabel.key]: partOfLabel.value,
  };
}

/** Name, namespace and labels of a namespaced object. */
export function buildMetadata(name: string, component: string, {namespace}: InstallOptions): ObjectMeta {
  return {name, namespace, labels: buildLabels(component)};
}
