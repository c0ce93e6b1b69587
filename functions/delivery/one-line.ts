/** Text from elsewhere as part of an answer or a log entry: one line, no control characters, at most `length` long. */
export function toOneLine(text: string, length = 512): string {
  const line = text
    .replaceAll(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .toWellFormed();
  return line.length > length ? `${line.slice(0, length - 1).toWellFormed()}…` : line;
}
