/**
 * Builds the holder.
 *
 *   node build.ts                              for this machine, with its own C compiler: dist/host/sleep
 *   node build.ts --arch arm64 --arch s390x    for these, with zig: dist/arm64/sleep and dist/s390x/sleep
 *   node build.ts --arch all --out DIRECTORY   for all that images are made for
 *
 * What images contain is always built by zig, whose version is pinned in ziglang.txt: the same bytes every time.
 */
import {stat} from 'node:fs/promises';
import {join, relative} from 'node:path';
import {parseArgs} from 'node:util';
import {
  type Architecture,
  architectureNames,
  type Compiler,
  compileHolder,
  findArchitecture,
  findHostCompiler,
  findZig,
  installZig,
  locateZig,
} from './toolchain/index.ts';

const {values: options} = parseArgs({
  options: {
    arch: {type: 'string', multiple: true, default: []},
    out: {type: 'string', default: join(import.meta.dirname, 'dist')},
  },
});

if (options.arch.length === 0) await buildForThisMachine();
for (const architecture of options.arch.flatMap(parseArchitectures)) await buildWithZig(architecture);

function parseArchitectures(name: string): readonly Architecture[] {
  if (name === 'all') return architectureNames;
  const architecture = findArchitecture(name);
  if (architecture !== undefined) return [architecture];
  console.error(`--arch ${name}: write ${architectureNames.join(', ')} or all`);
  process.exit(2);
}

async function buildForThisMachine(): Promise<void> {
  const compiler = await findHostCompiler();
  if ('missing' in compiler) console.log(`sleep: not built for this machine: ${compiler.missing}`);
  else await build(compiler.found, 'host');
}

async function buildWithZig(architecture: Architecture): Promise<void> {
  if ('missing' in findZig(architecture)) {
    console.error(`sleep: zig is installed in ${locateZig()}, once (about 100 MB)`);
    await installZig();
  }
  const zig = findZig(architecture);
  if ('missing' in zig) throw new Error(`installed, but ${zig.missing}`);
  await build(zig.found, architecture);
}

async function build(compiler: Compiler, directory: string): Promise<void> {
  const output = join(options.out, directory, 'sleep');
  const warnings = await compileHolder(compiler, output);
  process.stderr.write(warnings);
  const {size} = await stat(output);
  console.log(`${relative('', output)}: ${size} bytes`);
}
