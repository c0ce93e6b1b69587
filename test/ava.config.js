import {fileURLToPath} from 'node:url';

const compiled = fileURLToPath(new URL('../node_modules/.cache/node-compile', import.meta.url));

export default {
  files: ['**/*.test.ts', '!cluster/**', '!machines/**'],
  extensions: {ts: 'module'},
  timeout: '60s',
  workerThreads: false,
  // A process for each file, which reads the same modules: compiled once.
  environmentVariables: {NODE_COMPILE_CACHE: compiled},
};
