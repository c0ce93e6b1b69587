import {mkdir} from 'node:fs/promises';
import {delimiter, dirname} from 'node:path';
import type {Ended} from '../../repository/ci/run-node.ts';
import {type Checkout, checkOut} from '../../repository/release/checkout.ts';
import type {Scope} from '../start.ts';
import {locateTool} from '../tools/index.ts';

/** The steps of .ci/release.mjs on a checkout of its own, with the Helm of these tests. */
export interface Steps {
  readonly checkout: Checkout;
  /** Their HOME: `docker login` leaves its credentials in there. */
  readonly home: string;
  /** Runs one against a registry without TLS. Its outputs by name; throws what it says where it fails. */
  run(...args: readonly string[]): Promise<Readonly<Record<string, string>>>;
  /** Declares where the images are, and renders what names them. */
  declare(registry: string, functions: string, sleep: string): Promise<void>;
}

/** Makes a checkout for one test. */
export async function prepareSteps(t: Scope): Promise<Steps> {
  const checkout = await checkOut(t);
  const home = checkout.path('home');
  await mkdir(home);
  const env = {
    PATH: [dirname(locateTool('helm')), process.env.PATH].join(delimiter),
    HOME: home,
    // No proxy is between a test and its registry.
    NO_PROXY: '127.0.0.1',
  };
  const expect = ({status, stdout, stderr}: Ended): string => {
    if (status !== 0) throw new Error(stderr);
    return stdout;
  };
  return {
    checkout,
    home,
    async run(...args) {
      const stdout = expect(await checkout.release([...args, '--plain-http'], env));
      return Object.fromEntries(
        [...stdout.matchAll(/^([\w-]+)=(.+)$/gm)].map(([, key = '', value = '']) => [key, value]),
      );
    },
    async declare(registry, functions, sleep) {
      expect(await checkout.release(['declare', registry, functions, sleep]));
      expect(await checkout.render());
    },
  };
}
