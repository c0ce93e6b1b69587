import type {PullerStatus} from '@image-puller/functions';

/** Whether a puller is that one, as it is at another moment. */
export const isSamePuller =
  ({namespace, name}: Pick<PullerStatus, 'namespace' | 'name'>) =>
  (other: PullerStatus): boolean =>
    other.namespace === namespace && other.name === name;
