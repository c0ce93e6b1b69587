/** What one delivery may cost. */
export interface Limits {
  /** Of a request's body, in bytes. A reference event is under 1 KiB. */
  readonly bodySize: number;
  /** For receiving the body once the headers are there, in milliseconds. */
  readonly bodyDeadline: number;
  /** For one run of the step, in milliseconds; a wake waits as long again for the run before it. */
  readonly deadline: number;
}

export const defaultLimits: Limits = {bodySize: 64 * 1024, bodyDeadline: 10_000, deadline: 60_000};
