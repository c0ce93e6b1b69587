import type {Event} from 'kubernetes-types/core/v1';

/** When an Event was told last, in milliseconds, whichever of its kinds it is; 0 where it does not say. */
export const findTime = ({lastTimestamp, eventTime, series}: Event): number =>
  Date.parse(lastTimestamp ?? series?.lastObservedTime ?? eventTime ?? '') || 0;
