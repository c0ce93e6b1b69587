import {toOneLine} from '@image-puller/shared/text';
import type {Standalone} from '../standalone/index.ts';
import {once} from './once.ts';
import type {Process, Served} from './served.ts';
import {createLazyStatus, loadStatus} from './status-function.ts';

/** All steps in one process, with the status page on its port. */
export function createStandaloneFunction(process: Process): Served {
  const load = once(async () => {
    const [{connectFunction}, {startStandalone}, serveWith] = await Promise.all([
      import('./base-context.ts'),
      import('../standalone/index.ts'),
      loadStatus(),
    ]);
    const {base, settings, outbox} = await connectFunction('standalone', process, {hasBroker: false});
    const standalone: Standalone = startStandalone({
      cluster: base.cluster,
      settings,
      log: process.log,
      onFailure: error => process.log({severity: 'WARNING', function: 'standalone', message: toOneLine(error.message)}),
      forward: base.publish,
    });
    return {
      standalone,
      outbox,
      serve: serveWith(signal => {
        const context = standalone.context(signal);
        return {...context, cluster: context.cluster.within(signal)};
      }),
    };
  });
  return {
    ...createLazyStatus('standalone', async () => (await load()).serve, process),
    load,
    settled: async () => {
      const loaded = await load().catch(() => undefined);
      await loaded?.standalone.stop();
      await loaded?.outbox.stop();
    },
  };
}
