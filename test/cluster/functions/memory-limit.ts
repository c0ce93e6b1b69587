import type {Container} from 'kubernetes-types/core/v1';

/** How much memory a container may hold, in bytes. */
export function readMemoryLimit({resources}: Pick<Container, 'resources'>): number {
  const limit = resources?.limits?.memory ?? '';
  const [, mebibytes] = /^(\d+)Mi$/.exec(limit) ?? [];
  if (mebibytes === undefined) throw new Error(`a memory limit in Mi was expected, not ${limit}`);
  return Number(mebibytes) * 2 ** 20;
}
