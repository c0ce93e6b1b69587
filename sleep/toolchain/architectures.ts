/** The CPUs the holder is built for, by their names in container images. */
export const architectures = {
  amd64: {zig: 'x86_64-linux-musl', node: 'x64', qemu: 'qemu-x86_64-static'},
  arm64: {zig: 'aarch64-linux-musl', node: 'arm64', qemu: 'qemu-aarch64-static'},
  ppc64le: {zig: 'powerpc64le-linux-musl', node: 'ppc64', qemu: 'qemu-ppc64le-static'},
  s390x: {zig: 's390x-linux-musl', node: 's390x', qemu: 'qemu-s390x-static'},
} as const;

export type Architecture = keyof typeof architectures;

export const architectureNames = ['amd64', 'arm64', 'ppc64le', 's390x'] as const satisfies readonly Architecture[];

/** The architecture of that name; undefined if the holder is not built for it. */
export function findArchitecture(name: string): Architecture | undefined {
  return architectureNames.find(known => known === name);
}
