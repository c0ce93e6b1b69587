import {spawnSync} from 'node:child_process';
import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {
  architectureNames,
  type Compiler,
  compile,
  compileHolder,
  findHostCompiler,
  findZig,
  sourceDirectory,
} from '@image-puller/sleep';
import test, {type ExecutionContext} from 'ava';
import {testsWith, testWith} from '../support/needs.ts';
import {parseElf} from './elf.ts';
import {findCompiler, scratch} from './programs.ts';

const host = await findCompiler('host');
const compilers = await Promise.all(architectureNames.map(async name => ({name, compiler: await findCompiler(name)})));

/** e_machine and the byte order, in the ELF specification's numbers. */
const headers = {
  amd64: {machine: 62, byteOrder: 'little'},
  arm64: {machine: 183, byteOrder: 'little'},
  ppc64le: {machine: 21, byteOrder: 'little'},
  s390x: {machine: 22, byteOrder: 'big'},
} as const;

for (const {name, compiler: need} of compilers) {
  testsWith(need, `${name}: what zig makes`, compiler => {
    test(`${name}: it compiles without a warning, to at most 32 KiB`, async t => {
      await compilesWell(t, compiler, join(scratch, name, 'sleep'));
    });

    test(`${name}: one segment and a stack, for this CPU, and no loader`, async t => {
      const output = join(scratch, 'headers', name, 'sleep');
      await compileHolder(compiler, output);
      const program = {type: 1, flags: 4 + 1};
      const stack = {type: 0x6474e551, flags: 4 + 2};
      t.deepEqual(parseElf(await readFile(output)), {...headers[name], segments: [program, stack]});
    });

    test(`${name}: the same bytes whenever it is built`, async t => {
      const outputs = ['once', 'again'].map(directory => join(scratch, directory, name, 'sleep'));
      for (const output of outputs) await compileHolder(compiler, output);
      const [once, again] = await Promise.all(outputs.map(output => readFile(output)));
      t.deepEqual(once, again);
    });
  });
}

testWith(host, 'host: it compiles without a warning, to at most 32 KiB', async (t, compiler) => {
  await compilesWell(t, compiler, join(scratch, 'host', 'sleep'));
});

testWith(host, 'a variable outside of a function does not link', async (t, compiler) => {
  const source = join(scratch, 'variable.c');
  await writeFile(source, 'int calls = 1;\nint main(void);\nint main(void) { return calls++; }\n');
  const sources = [source, join(sourceDirectory, 'start.c')];
  const error = await t.throwsAsync(compile({compiler, sources, output: join(scratch, 'variable')}));
  t.regex(error?.message ?? '', /would have to be const/);
});

test('without Linux, or without zig, it is said what is missing', async t => {
  t.deepEqual(await findHostCompiler('darwin'), {missing: 'the holder runs on Linux, this is darwin'});
  t.deepEqual(findZig('s390x', '/nowhere'), {missing: 'zig is not in /nowhere'});
});

test('an architecture that there is no holder for is refused with those that there are', t => {
  const script = join(sourceDirectory, '..', 'build.ts');
  const {status, stderr} = spawnSync(process.execPath, [script, '--arch', 'riscv64'], {encoding: 'utf8'});
  t.deepEqual({status, stderr}, {status: 2, stderr: '--arch riscv64: write amd64, arm64, ppc64le, s390x or all\n'});
});

async function compilesWell(t: ExecutionContext, compiler: Compiler, output: string): Promise<void> {
  t.is(await compileHolder(compiler, output), '');
  const {byteLength} = await readFile(output);
  t.log(`${byteLength} bytes`);
  t.true(byteLength <= 32 * 1024);
}
