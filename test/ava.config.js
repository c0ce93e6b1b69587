export default {
  files: ['**/*.test.ts'],
  extensions: {ts: 'module'},
  timeout: '60s',
  workerThreads: false,
};
