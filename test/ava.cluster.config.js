/** For test/cluster/run.ts alone: these tests start programs, and want the network that it makes for them. */
export default {
  files: ['cluster/**/*.test.ts'],
  extensions: {ts: 'module'},
  // One test at a time may be silent for long: a node starts, an image backs off.
  timeout: '5m',
  workerThreads: false,
  // Each file has a control plane of its own (half a gigabyte): two at once, whatever the machine.
  concurrency: 2,
};
