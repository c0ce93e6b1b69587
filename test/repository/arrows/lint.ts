import {execFile} from 'node:child_process';
import {cp, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import type {ExecutionContext} from 'ava';
import {root, workspaces} from '../root.ts';

/** What Biome said of each file, by path: `<rule>: <message>`, in the order of the file. Files without are left out. */
export type Findings = Readonly<Record<string, readonly string[]>>;

/**
 * Lints sources that are not in the repository as if they were: by the real Biome and the real configuration, in a
 * folder beside nothing else. One run for all files, since starting Biome takes longer than linting hundreds.
 */
export async function lint(t: ExecutionContext, sources: ReadonlyMap<string, string>): Promise<Findings> {
  const folder = await mkdtemp(join(tmpdir(), 'image puller arrows-'));
  t.teardown(() => rm(folder, {recursive: true, force: true}));
  const manifests = workspaces.map(workspace => join(workspace, 'package.json'));
  for (const path of ['biome.json', '.gitignore', '.ci/arrows', 'package.json', ...manifests]) {
    await cp(join(root, path), join(folder, path), {recursive: true});
  }
  for (const [path, source] of sources) {
    await mkdir(dirname(join(folder, path)), {recursive: true});
    await writeFile(join(folder, path), source);
  }
  return parseReport(await runBiome(folder));
}

function runBiome(folder: string): Promise<string> {
  const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const args = [biome, 'lint', '--reporter=json', '--max-diagnostics=none', ...workspaces];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, {cwd: folder, maxBuffer: 2 ** 26}, (error, stdout, stderr) => {
      // Exit status 1 says that there were errors, which is what most of these sources are for.
      if (stdout === '') reject(new Error(`Biome reported nothing: ${error?.message ?? ''}\n${stderr}`));
      else resolve(stdout);
    });
  });
}

interface Report {
  readonly diagnostics: readonly {category: string; message: string; location: {path: string}}[];
}

function parseReport(text: string): Findings {
  const {diagnostics}: Report = JSON.parse(text);
  const findings: Record<string, string[]> = {};
  for (const {category, message, location} of diagnostics) {
    const path = location.path.replaceAll('\\', '/');
    findings[path] = [...(findings[path] ?? []), `${category.replace(/^lint\/\w+\//, '')}: ${message}`];
  }
  return findings;
}
