/** The same words, once in memory: each page brings its own copies of every image's name. */
export function createSharer(): (text: string) => string {
  const texts = new Map<string, string>();
  return text => {
    const known = texts.get(text);
    if (known === undefined) texts.set(text, text);
    return known ?? text;
  };
}
