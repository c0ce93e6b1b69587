/**
 * Writes where a release's images are into the one declaration of that.
 *
 * @param {string} text - of shared/release/published.ts
 * @param {{registry: string, functions?: string, sleep?: string}} found - digests, `sha256:...`, where the images are pushed
 * @returns {string} the file's new text
 * @throws where the declaration is not as expected: nothing half-written is released
 */
export function declare(text, {registry, functions, sleep}) {
  const digests = [functions, sleep];
  const wrong = digests.find(digest => digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(digest));
  if (wrong !== undefined) throw new Error(`${JSON.stringify(wrong)} is no digest: write sha256: and 64 digits`);
  const suffix = digest => (digest === undefined ? '' : `@${digest}`);
  return [
    [/^(export const registry: string = ')[^']*(';)$/gm, registry],
    [/^( {2}functions: ')[^']*(',)$/gm, suffix(functions)],
    [/^( {2}sleep: ')[^']*(',)$/gm, suffix(sleep)],
  ].reduce((written, [line, value]) => {
    if (written.match(line)?.length !== 1) throw new Error(`shared/release/published.ts has not one line like ${line}`);
    return written.replace(line, (_, before, after) => `${before}${value}${after}`);
  }, text);
}
