export default {
  files: ['**/*.test.ts', '!cluster/**'],
  extensions: {ts: 'module'},
  timeout: '60s',
  workerThreads: false,
};
