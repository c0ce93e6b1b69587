import type {RefreshDecision, RefreshRequest} from '../decide/index.ts';
import {annotations} from '../names/index.ts';
import type {Told} from './told.ts';

/** What is said when a refresh was asked for, once for each time of asking. */
export const sayRequested = ({text}: RefreshRequest): Told => ({
  reason: 'RefreshRequested',
  about: `refresh ${text}`,
  message: `a refresh was asked for at ${text} (${annotations.refreshRequested})`,
});

/** Why a refresh that was asked for has to wait; nothing where none does. */
export function sayWaiting(decision: RefreshDecision): readonly Told[] {
  if (decision.due || decision.request === undefined) return [];
  const {text} = decision.request;
  const why =
    decision.because === 'rolling' ? 'a rollout is under way' : 'another one was answered less than a minute ago';
  return [
    {
      reason: 'RefreshWaiting',
      about: `refresh ${text}`,
      message: `the refresh of ${text} waits, since ${why}: it follows${decision.because === 'rolling' ? '' : ' within a minute'}`,
    },
  ];
}

/** What came of a refresh that was asked for; nothing where nobody asked. */
export const sayAnswered = (request: string | undefined, found: string): readonly Told[] =>
  request === undefined
    ? []
    : [{reason: 'RefreshDone', about: `refresh ${request}`, message: `the refresh of ${request} is done: ${found}`}];

/** What is said where no scout is asked: all nodes ask. */
export const sayRolledAll = (daemonSet: string): Told => ({
  reason: 'RefreshStarted',
  message: `every node asks again for what DaemonSet ${daemonSet} holds`,
});
