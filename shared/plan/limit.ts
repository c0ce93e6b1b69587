/** `ROLLOUT_MAX_NODES` in nodes, of so many that are wanted: Kubernetes rounds a percentage that may surge up. */
export const countNodes = (limit: number | string, nodes: number): number =>
  typeof limit === 'number' ? limit : Math.max(1, Math.ceil((Number.parseInt(limit, 10) * nodes) / 100));
