/** `line 3, column 1`: where a character of a text is. */
export function formatPlace(text: string, position: number): string {
  const before = text.slice(0, Math.max(0, position)).split(/\r\n|\r|\n/);
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
