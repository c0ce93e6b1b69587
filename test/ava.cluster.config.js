import base from './ava.config.js';

/**
 * What takes long and mostly waits for a kubelet, beside what takes long and computes: began last they would run alone.
 * The others follow by name.
 */
const first = [
  'node/isolation',
  'knative-live/install',
  'fleet/scale',
  'room/full-node',
  'node/refresh',
  'upgrade/upgrade',
  'fleet/chaos',
  'upgrade/both',
  'room/refused',
  'contract/controllers',
  'helm/upgrade',
  'node/secrets',
  'fleet/ways',
];
const place = file => first.findIndex(name => file.endsWith(`/${name}.test.ts`)) + 1 || first.length + 1;

/** What wants the machine for itself runs only when it is named, one file at a time: `npm run test:cluster -- 'cluster/knative-live/*.long.test.ts'`. CI does so at its end. What only measures, to choose by, is `*.measure.test.ts`. */
const isNamed = process.argv.some(word => /\.(?:long|measure)\.test\.ts$/.test(word));

/** For test/cluster/run.ts alone: these tests start programs, and want the network that it makes for them. */
export default {
  ...base,
  files: ['cluster/**/*.test.ts', ...(isNamed ? [] : ['!cluster/**/*.{long,measure}.test.ts'])],
  // One test at a time may be silent for long: a node starts, an image backs off.
  timeout: '5m',
  // Each file has a control plane of its own (half a gigabyte): four at once, whatever the machine.
  concurrency: isNamed ? 1 : 4,
  sortTestFiles: (a, b) => place(a) - place(b) || a.localeCompare(b),
};
