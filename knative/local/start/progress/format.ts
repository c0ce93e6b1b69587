/** Texts of at most `width` characters: the end is cut, and the cut is seen. */
export const fit = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}${width > 0 ? '…' : ''}`;

/** `[####----]`, `width` characters in all. */
export function formatBar(fraction: number, width: number): string {
  const room = Math.max(0, width - 2);
  const done = Math.round(Math.min(1, Math.max(0, fraction)) * room);
  return `[${'#'.repeat(done)}${'-'.repeat(room - done)}]`;
}

/** `392 MB` or `6 kB`, in powers of ten as registries count them. */
export const formatSize = (bytes: number): string =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${Math.round(bytes / 1e6)} MB`;

/** `1 image`, `4 images`. */
export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
