import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {quote} from '../config/index.ts';
import {annotations} from '../names/index.ts';

/** A refresh that somebody asked for. */
export interface RefreshRequest {
  /** When, in milliseconds. */
  readonly at: number;
  /** The same as it was written: a request is answered once for each value. */
  readonly text: string;
}

/** What somebody asked for on the declaration, and what is wrong with it. */
export interface DeclaredRequest {
  /** Later than what is kept: it is to be noted on the DaemonSet. */
  readonly news: RefreshRequest | undefined;
  /** One sentence; undefined where the value is a time, or there is none. */
  readonly problem: string | undefined;
}

/** Between two refreshes that are asked for, in milliseconds: whoever may annotate must not make nodes ask without end. */
const shortestPause = 60_000;
/** A clock that is ahead by as much is still taken for right, in milliseconds. */
const clockTolerance = 5 * 60_000;
/** RFC 3339, section 5.6. */
const time = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/;

/** Reads the request on a declaration, which whoever keeps it in a repository may remove at any time. */
export function parseDeclaredRequest({metadata}: ConfigMap, daemonSet: DaemonSet, now: Date): DeclaredRequest {
  const text = metadata?.annotations?.[annotations.refreshRequested]?.trim();
  if (!text) return {news: undefined, problem: undefined};
  const request = parseRequest(text);
  if (request === undefined) return describeWrong(`${quote(text)} is not a time`);
  if (request.at > now.getTime() + clockTolerance) return describeWrong(`${quote(text)} lies in the future`);
  const kept = parseKept(daemonSet);
  return {news: kept === undefined || request.at > kept.at ? request : undefined, problem: undefined};
}

const describeWrong = (wrong: string): DeclaredRequest => ({
  news: undefined,
  problem: `the annotation ${annotations.refreshRequested}: ${wrong}; write the present time, such as 2026-01-31T12:00:00Z`,
});

/** The request that is kept on main's DaemonSet and not answered yet. One from before the DaemonSet was made is answered by it. */
export function findRequest(daemonSet: DaemonSet): RefreshRequest | undefined {
  const {annotations: noted = {}, creationTimestamp = ''} = daemonSet.metadata ?? {};
  const kept = parseKept(daemonSet);
  if (kept === undefined || kept.at <= (Date.parse(creationTimestamp) || 0)) return undefined;
  const [answered = ''] = (noted[annotations.refreshAnswered] ?? '').split(' ', 1);
  const isAnswered = kept.at <= (parseRequest(answered)?.at ?? Number.NEGATIVE_INFINITY);
  return isAnswered ? undefined : kept;
}

/** When a request may be granted, in milliseconds: a minute after the one before was answered. A time in the future counts as none. */
export function findGrant({metadata}: DaemonSet, now: Date): number {
  const [, time = ''] = (metadata?.annotations?.[annotations.refreshAnswered] ?? '').split(' ', 2);
  const answered = Date.parse(time) || 0;
  return answered > now.getTime() ? 0 : answered + shortestPause;
}

/** As an annotation: which request was answered, and when. */
export const formatAnswered = (request: string, now: Date): string => `${request} ${now.toISOString()}`;

const parseKept = ({metadata}: DaemonSet): RefreshRequest | undefined =>
  parseRequest(metadata?.annotations?.[annotations.refreshRequested] ?? '');

function parseRequest(text: string): RefreshRequest | undefined {
  const at = time.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : {at, text};
}
