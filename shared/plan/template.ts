import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {coversSpec} from './covers.ts';

/** Does writing one DaemonSet over another change what its pods are, so that they are replaced? */
export const isOtherTemplate = (written: DaemonSet, there: DaemonSet): boolean => {
  const [annotations, before] = [written, there].map(({spec}) => spec?.template.metadata?.annotations ?? {});
  return (
    !coversSpec(there.spec?.template, written.spec?.template) ||
    Object.keys(before ?? {}).some(key => annotations?.[key] === undefined)
  );
};
