import type {RefreshDecision, RefreshRequest} from '../decide/index.ts';
import {annotations} from '../names/index.ts';
import {declare} from './declare.ts';
import type {Told} from './told.ts';

export const refreshRequested = declare('RefreshRequested', {
  type: 'Normal',
  happened: 'somebody [asked for a refresh](#refresh-now)',
  remedy: '',
  words: ({text}: RefreshRequest) => ({
    about: `refresh ${text}`,
    message: `a refresh was asked for at ${text} (${annotations.refreshRequested})`,
  }),
});

export const refreshWaiting = declare('RefreshWaiting', {
  type: 'Normal',
  happened: 'a refresh that was asked for waits for the end of a rollout, or for a minute to pass',
  remedy: 'nothing: it follows by itself',
  words: ({text}: RefreshRequest, isRolling: boolean) => ({
    about: `refresh ${text}`,
    message: `the refresh of ${text} waits, since ${isRolling ? 'a rollout is under way: it follows' : 'another one was answered less than a minute ago: it follows within a minute'}`,
  }),
});

/** Why a refresh that was asked for has to wait; nothing where none does. */
export const sayWaiting = (decision: RefreshDecision): readonly Told[] =>
  decision.due || decision.request === undefined
    ? []
    : [refreshWaiting.say(decision.request, decision.because === 'rolling')];

export const refreshDone = declare('RefreshDone', {
  type: 'Normal',
  happened: 'what a refresh found that was asked for: which tags have moved, or that none has',
  remedy: '',
  words: (request: string, found: string) => ({
    about: `refresh ${request}`,
    message: `the refresh of ${request} is done: ${found}`,
  }),
});

/** What came of a refresh that was asked for; nothing where nobody asked. */
export const sayAnswered = (request: string | undefined, found: string): readonly Told[] =>
  request === undefined ? [] : [refreshDone.say(request, found)];

export const refreshStarted = declare('RefreshStarted', {
  type: 'Normal',
  happened:
    'a tag has moved; or the interval has passed and `REFRESH_POLICY` is `always`; or no scout had an answer for three intervals. The pods are replaced in waves, and each node asks the registry again',
  remedy: '',
  words: (message: string) => ({message}),
});

/** What is said where no scout is asked: all nodes ask. */
export const sayRolledAll = (daemonSet: string): Told =>
  refreshStarted.say(`every node asks again for what DaemonSet ${daemonSet} holds`);
