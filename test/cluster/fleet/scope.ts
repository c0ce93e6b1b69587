import type {Scope} from '../start.ts';

/** What the tests of a file share: it ends when `end` is called, after the last of them. */
export function createScope(): Scope & {end(): Promise<void>} {
  const endings: Parameters<Scope['teardown']>[0][] = [];
  return {
    teardown: ending => void endings.push(ending),
    async end() {
      for (const ending of endings.toReversed()) await ending();
    },
  };
}
