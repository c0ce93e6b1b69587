import {createHash} from 'node:crypto';
import {existsSync, readFileSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {modules, type Tool, type ToolName, tools} from './tools.ts';

/** Where built programs are kept, outside of any checkout: `XDG_CACHE_HOME`, by default ~/.cache. */
function locateCache(env: Readonly<Record<string, string | undefined>> = process.env): string {
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'kubernetes-image-puller', 'cluster');
}

/**
 * Where a program is once it is built: `<cache>/<hash>/<name>`. The hash is of everything that makes it what it is, save
 * the Go that builds it: another version of it is another file, and nothing is ever built over one that runs.
 */
export function locateTool(name: ToolName): string {
  const {module, ...build}: Tool = tools[name];
  return locateInCache(module, name, [build, process.platform, process.arch]);
}

/** The same for whatever is made from what a folder's go.mod and go.sum pin, and from `what` besides. */
export function locateInCache(module: string, name: string, what: readonly unknown[]): string {
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum']) hash.update(readFileSync(join(modules, module, file)));
  hash.update(JSON.stringify(what));
  return join(locateCache(), hash.digest('hex').slice(0, 16), name);
}

/** Is it built? */
export const isBuilt = (name: ToolName): boolean => existsSync(locateTool(name));
