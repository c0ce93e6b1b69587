import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, rename, rm} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {createInterface} from 'node:readline';
import {locateTool} from './cache.ts';
import {modules, type Tool, type ToolName, tools} from './tools.ts';

/** How far a build has come. */
export interface BuildProgress {
  readonly name: ToolName;
  readonly seconds: number;
  /** Go modules downloaded, and packages compiled, so far; what Go has in its own cache is neither. */
  readonly downloaded: number;
  readonly compiled: number;
}

/** Lines of the Go command's own words that a failure is told with. */
const toldLines = 20;

/**
 * Builds one program into the cache, with the Go on the PATH. It appears there whole or not at all, so that two builds
 * at once do no harm.
 *
 * @param onProgress called every `progressEvery` milliseconds
 * @throws with Go's last words where it fails
 */
export async function buildTool(
  name: ToolName,
  onProgress: (progress: BuildProgress) => void,
  progressEvery = 10_000,
): Promise<void> {
  const tool: Tool = tools[name];
  const output = locateTool(name);
  const partial = `${output}.${process.pid}`;
  await mkdir(dirname(output), {recursive: true});
  const go = spawn('go', buildArguments(tool, partial), {
    cwd: join(modules, tool.module),
    env: {...process.env, CGO_ENABLED: '0'},
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const begun = performance.now();
  const words: string[] = [];
  let downloaded = 0;
  let compiled = 0;
  createInterface(go.stderr).on('line', line => {
    words.push(line);
    if (line.startsWith('go: downloading ')) downloaded++;
    // With -v, the name of each package that is compiled.
    else if (/^[\w./-]+$/.test(line)) compiled++;
  });
  const tell = () => onProgress({name, seconds: (performance.now() - begun) / 1000, downloaded, compiled});
  const timer = setInterval(tell, progressEvery);
  try {
    const [status] = await once(go, 'close');
    if (status !== 0) {
      throw new Error(
        [
          `go could not build ${tool.package} (test/cluster/tools/${tool.module}); its last words:`,
          ...words.slice(-toldLines),
          'It needs the Go that go.mod names, or one that may fetch it (GOTOOLCHAIN=auto), and a Go module proxy.',
        ].join('\n'),
      );
    }
    await rename(partial, output);
  } finally {
    clearInterval(timer);
    await rm(partial, {force: true});
  }
}

const buildArguments = ({package: main, tags = [], ldflags = ''}: Tool, output: string): readonly string[] => [
  'build',
  '-v',
  '-trimpath',
  '-mod=readonly',
  ...(tags.length > 0 ? ['-tags', tags.join(',')] : []),
  ...(ldflags === '' ? [] : ['-ldflags', ldflags]),
  '-o',
  output,
  main,
];
