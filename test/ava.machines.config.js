import base from './ava.config.js';

/** Fresh clones on machines with other npms and Nodes: one at a time, each installs all of package-lock.json. */
export default {
  ...base,
  files: ['machines/**/*.test.ts'],
  timeout: '10m',
  serial: true,
};
