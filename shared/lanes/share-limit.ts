/** How many nodes each DaemonSet of a puller may roll at the same time. */
export interface Shares {
  readonly main: number | string;
  /** Of each of the others. */
  readonly isolated: number | string;
}

/**
 * Shares `ROLLOUT_MAX_NODES` among the DaemonSets of a puller: main has half of it, the images that are apart the other
 * half in equal parts, and each at least one node (or one percent).
 *
 * @param limit nodes, or a percentage
 * @param apart how many images are apart; with none, main has all of it
 */
export function shareLimit(limit: number | string, apart: number): Shares {
  if (apart === 0) return {main: limit, isolated: limit};
  const whole = Number.parseInt(`${limit}`, 10);
  const half = Math.floor(whole / 2);
  const write = (part: number) => (typeof limit === 'number' ? part : `${part}%`);
  return {main: write(whole - half), isolated: write(Math.max(1, Math.floor(half / apart)))};
}
