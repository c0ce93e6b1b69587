/** What a machine has. */
export interface Versions {
  readonly npm: string;
  readonly node: string;
}

/**
 * npms and Nodes that a machine may have, the oldest first and the newest last. npm 10.8.2 comes with Node 20, 10.9.4 with
 * 22, 11.5.1 with the first of 24; 11.6 is the first that links node_modules/.bin/node here.
 */
const machines: readonly Versions[] = [
  {npm: '10.8.2', node: '20.20.2'},
  {npm: '10.9.4', node: '22.23.3'},
  {npm: '11.0.0', node: '22.23.3'},
  {npm: '11.0.0', node: '24.20.0'},
  {npm: '11.5.1', node: '24.20.0'},
  {npm: '11.19.1', node: '20.20.2'},
  {npm: '11.19.1', node: '26.12.1'},
  {npm: '12.2.2', node: '20.20.2'},
  {npm: '12.2.2', node: '22.23.3'},
  {npm: '12.2.2', node: '24.20.0'},
  {npm: '12.2.2', node: '26.12.1'},
];

/**
 * Those to try: the oldest and the newest; with `all` all of them, with `10.9.4/22.23.3` that one. Throws where a word
 * names none.
 */
export function chooseMachines(words: readonly string[]): readonly Versions[] {
  if (words.length === 0) return machines.filter((_, index) => index === 0 || index === machines.length - 1);
  if (words.includes('all')) return machines;
  return words.map(word => {
    const found = machines.find(({npm, node}) => word === `${npm}/${node}`);
    if (found !== undefined) return found;
    const names = machines.map(({npm, node}) => `${npm}/${node}`).join(', ');
    throw new Error(`npm run test:machines -- ${word}: there is no such machine; write all, or some of ${names}`);
  });
}
