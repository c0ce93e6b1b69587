import {build} from 'esbuild';
import {requireBuiltIns} from './require-built-ins.ts';

/**
 * Bundles everything that runs in the cluster into dist/server.js, one file that needs Node alone, with the licences of
 * what is in it and a source map beside it.
 *
 * One file, not chunks for what is loaded late: from spawn to the first 2xx that made no difference beyond noise, since
 * V8 compiles a function when it is first called. What does is a compile cache, which needs NODE_COMPILE_CACHE in the
 * environment: the file itself is compiled before any code in it could turn one on. Medians as a ratio to a bare
 * node:http server, by `node test/functions/webhook/measure-cold-start.ts` on 2 cores: 3.9 without, 3.1 with.
 */
await build({
  entryPoints: [`${import.meta.dirname}/server.ts`],
  outdir: `${import.meta.dirname}/dist`,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  // The main of jsonc-parser is UMD, whose requires no bundler can follow.
  mainFields: ['module', 'main'],
  plugins: [requireBuiltIns],
  minify: true,
  sourcemap: 'external',
  legalComments: 'external',
  // What requires Node's modules has no `require` of its own in an ES module.
  banner: {
    js: "import {createRequire as createBundleRequire} from 'node:module';const require = createBundleRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
