/** The most characters of somebody's text that a message repeats. */
const longest = 60;

/** What a reader would not see, or not tell from a space: controls, format and bidi characters, lone surrogates. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

const short = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/**
 * The text as it may stand in a message: at most 60 characters, the rest an ellipsis; what can't be seen is written as
 * `\n` or `\u{202e}`, so that no value can forge a line of a log or hide what it says.
 */
export function visible(text: string): string {
  if (text.length <= longest && !invisible.test(text)) return text;
  let shown = '';
  for (const character of text) {
    const next = invisible.test(character) ? makeVisible(character) : character;
    if (shown.length + next.length > longest) return `${shown}…`;
    shown += next;
  }
  return shown;
}

/** {@link visible} text in double quotes. */
export function quote(text: string): string {
  return `"${visible(text)}"`;
}

function makeVisible(character: string): string {
  return short.get(character) ?? `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
