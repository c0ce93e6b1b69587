/** How far the rollout of one template may surge, where nodes have no room for a second pod, or with a priority class that evicts. */
export interface Surge {
  /** The template's hash: for any other one this says nothing. */
  readonly template: string;
  /** Nodes that may have a second pod at the same time; 0: the old pod goes before the new one is Ready. */
  readonly nodes: number;
}

/** As an annotation. */
export const formatSurge = ({template, nodes}: Surge): string => `${template} ${nodes}`;

/** What the annotation says; undefined where it is absent or was spoilt. */
export function parseSurge(text: string | undefined): Surge | undefined {
  const [, template, nodes] = /^([0-9a-f]{16}) (0|[1-9][0-9]{0,8})$/.exec(text ?? '') ?? [];
  return template === undefined ? undefined : {template, nodes: Number(nodes)};
}
