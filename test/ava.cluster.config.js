import base from './ava.config.js';

/**
 * What takes long and mostly waits for a kubelet, beside what takes long and computes: began last they would run alone.
 * The others follow by name.
 */
const first = [
  'upgrade/upgrade',
  'fleet/chaos',
  'fleet/scale',
  'upgrade/both',
  'node/refresh',
  'room/full-node',
  'node/isolation',
  'contract/controllers',
  'node/secrets',
  'fleet/ways',
  'helm/upgrade',
];
const place = file => first.findIndex(name => file.endsWith(`/${name}.test.ts`)) + 1 || first.length + 1;

/** For test/cluster/run.ts alone: these tests start programs, and want the network that it makes for them. */
export default {
  ...base,
  files: ['cluster/**/*.test.ts'],
  // One test at a time may be silent for long: a node starts, an image backs off.
  timeout: '5m',
  // Each file has a control plane of its own (half a gigabyte): four at once, whatever the machine.
  concurrency: 4,
  sortTestFiles: (a, b) => place(a) - place(b) || a.localeCompare(b),
};
