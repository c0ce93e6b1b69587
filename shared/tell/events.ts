import {configurationAccepted, configurationRejected, configurationWarning, labelIgnored} from './config-events.ts';
import {adopted, applied, daemonSetRefused, daemonSetRejected, goPullerRuns, released} from './daemonset-events.ts';
import {
  imageFailing,
  imageGone,
  imageIsolated,
  imageNotIsolated,
  imageRecovered,
  imageReturned,
  imagesRewritten,
  registryFailing,
} from './image-events.ts';
import {noRoomForSurge, podsBlocked, podsNotStarting, podsRefused, podsStarted} from './pod-events.ts';
import {notPublished} from './publish-events.ts';
import {refreshDone, refreshRequested, refreshStarted, refreshWaiting} from './refresh-events.ts';

/** Every Event that is written on a ConfigMap, in the order of the docs. */
const events = [
  applied,
  configurationAccepted,
  adopted,
  released,
  goPullerRuns,
  notPublished,
  labelIgnored,
  configurationRejected,
  configurationWarning,
  daemonSetRefused,
  daemonSetRejected,
  refreshRequested,
  refreshWaiting,
  refreshDone,
  refreshStarted,
  noRoomForSurge,
  podsRefused,
  podsNotStarting,
  podsStarted,
  podsBlocked,
  imagesRewritten,
  imageFailing,
  imageRecovered,
  imageIsolated,
  imageReturned,
  imageNotIsolated,
  imageGone,
  registryFailing,
] as const;

/** The table of all reasons, in Markdown. */
export function describeReasons(): string {
  const rows = events.map(({reason, type, happened, remedy}) =>
    ['', `\`${reason}\``, type, happened, remedy, '']
      .join(' | ')
      .trim()
      .replace(/ {2}\|$/, ' |'),
  );
  return ['| reason | type | what happened | what to do |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
