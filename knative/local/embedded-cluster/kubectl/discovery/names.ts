import type {Kind} from '../../store/index.ts';

/** By what else than its plural kubectl calls a kind. */
interface Names {
  readonly shortNames: readonly string[];
  /** `all`: what `kubectl get all` lists. */
  readonly categories?: readonly string[];
}

export const names: Readonly<Record<Kind, Names>> = {
  ConfigMap: {shortNames: ['cm']},
  DaemonSet: {shortNames: ['ds'], categories: ['all']},
  Event: {shortNames: ['ev']},
  Namespace: {shortNames: ['ns']},
  Node: {shortNames: ['no']},
  Pod: {shortNames: ['po'], categories: ['all']},
  PriorityClass: {shortNames: ['pc']},
  ServiceAccount: {shortNames: ['sa']},
};
