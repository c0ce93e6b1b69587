import test from 'ava';
import {recordFunctions, viewInstallation} from '../installed/index.ts';
import type {LiveKnative} from '../start.ts';
import {failApart} from './failing-image.ts';
import {withBoth} from './names.ts';
import {rollSlowly, slowDown} from './slow-rollout.ts';

/** What takes minutes, all at the same time, in installations with either Broker. */
export function testTroubles(shared: () => LiveKnative): void {
  test.serial(
    'a rollout of over a minute holds up nobody, an image that fails goes apart though subscribers are down, no function is cut off',
    async t => {
      t.timeout(900_000);
      await slowDown(t, shared());
      await withBoth(async (broker, namespace) => {
        const {instances} = recordFunctions(t, shared(), namespace);
        const functions = () => instances().map(({service, log}) => ({service, last: log.slice(-12)}));
        const place = {live: shared(), broker, namespace, functions};
        await Promise.all([rollSlowly(t, place), failApart(t, place)]);
        await viewInstallation(shared(), namespace).untilZero();
        const bad = instances()
          .flatMap(({log}) => log)
          .filter(line => /cut off|"unavailable"|"defect"/.test(line));
        t.deepEqual(bad, [], broker);
      });
    },
  );
}
