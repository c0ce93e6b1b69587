/**
 * Words from elsewhere (the API server, a registry, a request) on their way into an answer, a log, an Event or a status:
 * one line, no control characters, at most `length` characters.
 */
export function toOneLine(text: string, length = 512): string {
  const line = text
    .replaceAll(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .toWellFormed();
  return line.length > length ? `${line.slice(0, length - 1).toWellFormed()}…` : line;
}
