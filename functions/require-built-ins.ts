import {isBuiltin} from 'node:module';
import type {Plugin} from 'esbuild';

const namespace = 'built-in';

/**
 * For esbuild: a bundle's modules get Node's built-in modules by `require`, whatever way they ask for them.
 *
 * An `import` reads every export of a built-in module, those that are made on first use included: `node:http` then loads
 * the whole of `fetch` (undici), for a WebSocket that nobody wants. That was 3 to 10% of the time to a function's first answer.
 */
export const requireBuiltIns: Plugin = {
  name: 'require-built-ins',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^[\w:/]+$/}, ({path, kind}) =>
      isBuiltin(path) && kind !== 'require-call' ? {path, namespace} : undefined,
    );
    onLoad({filter: /./, namespace}, ({path}) => ({contents: `module.exports = require(${JSON.stringify(path)})`}));
  },
};
