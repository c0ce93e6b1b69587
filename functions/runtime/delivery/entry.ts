import {toOneLine} from '@image-puller/shared/text';
import type {Doorbell, ObjectReference, Outcome} from '../../step.ts';

/** How bad it is, in the words that log collectors know. */
export type Severity = 'INFO' | 'WARNING' | 'ERROR';

/** A request that is not taken, and why, in one line that holds nothing of the request's body. */
export interface ClientError {
  readonly status: 400 | 404 | 405 | 408 | 413 | 415;
  readonly reason: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came of one delivery. */
export type Delivered =
  | Outcome
  /** Another wake for the same object, which starts later, covers this one. */
  | {readonly result: 'covered'}
  | {readonly result: 'refused'; readonly clientError: ClientError}
  /** The step threw something. */
  | {readonly result: 'defect'; readonly error: unknown};

/**
 * One log entry for one delivery: which event, which object, what was decided. Strings are one line and bounded; no
 * body, no ConfigMap and no header is ever among them.
 */
export interface InvocationEntry {
  readonly severity: Severity;
  /** The function's name, such as `apply`. */
  readonly function: string;
  readonly event?: {readonly id: string; readonly type: string};
  readonly object?: ObjectReference;
  readonly outcome: Delivered['result'];
  /** What the step decided, such as `created`. */
  readonly decision?: string;
  /** Why it did not come to a decision. */
  readonly reason?: string;
  /** The status of a refusal. */
  readonly status?: number;
  /** Where a defect was thrown. */
  readonly stack?: string;
  readonly durationMs: number;
}

/** The entry for a delivery; `bell` is there once the event has been understood. */
export function buildEntry(
  name: string,
  bell: Doorbell | undefined,
  delivered: Delivered,
  durationMs: number,
): InvocationEntry {
  return {
    severity: assessSeverity(delivered),
    function: name,
    ...(bell !== undefined && {event: {id: toOneLine(bell.id, 128), type: bell.type}}),
    ...(bell?.object !== undefined && {object: bell.object}),
    outcome: delivered.result,
    ...explain(delivered),
    durationMs,
  };
}

function assessSeverity({result}: Delivered): Severity {
  if (result === 'done' || result === 'covered') return 'INFO';
  return result === 'defect' ? 'ERROR' : 'WARNING';
}

function explain(delivered: Delivered): Pick<InvocationEntry, 'decision' | 'reason' | 'status' | 'stack'> {
  switch (delivered.result) {
    case 'done':
      return {decision: toOneLine(delivered.decision)};
    case 'covered':
      return {decision: 'left to the wake that waits'};
    case 'refused':
      return {status: delivered.clientError.status, reason: toOneLine(delivered.clientError.reason)};
    case 'defect':
      return explainDefect(delivered.error);
    default:
      return {reason: toOneLine(delivered.reason)};
  }
}

function explainDefect(error: unknown): {readonly reason: string; readonly stack?: string} {
  if (!(error instanceof Error)) return {reason: toOneLine(String(error))};
  // The frames alone: the stack begins with the message, which would be there twice, the second time at full length.
  const frames = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line));
  return {reason: toOneLine(`${error.name}: ${error.message}`), stack: toOneLine(frames.join(' '), 2048)};
}
