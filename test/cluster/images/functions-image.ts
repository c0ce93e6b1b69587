import {execFile} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {buildImage, type Image} from './image.ts';
import type {LayerFile} from './tar.ts';

const run = promisify(execFile);
const bundle = join(import.meta.dirname, '..', '..', '..', 'functions', 'dist', 'server.js');

/** As distroless has them: a runtime that is told a user alone looks up the group here, and takes root's without it. */
const accounts: readonly LayerFile[] = [
  {
    path: 'etc/passwd',
    content: 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n',
  },
  {path: 'etc/group', content: 'root:x:0:\nnonroot:x:65532:\n'},
];

/**
 * The image of all functions, made without an engine as the Dockerfile has it: this very Node with the libraries that it
 * asks for, and the bundle. Nothing in it belongs to the user that it runs as, and there is no shell.
 */
export async function buildFunctionsImage(): Promise<Image> {
  const node = {path: 'nodejs/bin/node', content: await readFile(process.execPath), mode: 0o755};
  return await buildImage({
    layers: [
      [...accounts, ...(await readLibraries(process.execPath)), node],
      [{path: 'app/server.js', content: await readFile(bundle), mode: 0o444}],
    ],
    user: '65532:65532',
    env: ['NODE_ENV=production'],
    entrypoint: ['/nodejs/bin/node'],
    command: ['/app/server.js'],
  });
}

/** What the dynamic linker would load for a program, and itself, at the paths where it looks. */
async function readLibraries(program: string): Promise<readonly LayerFile[]> {
  const {stdout} = await run('ldd', [program]);
  const paths = stdout.split('\n').flatMap(line => /(?:=> |^\t)(\/\S+) \(0x/.exec(line)?.[1] ?? []);
  return await Promise.all(
    paths.map(async path => ({path: path.slice(1), content: await readFile(path), mode: 0o755})),
  );
}
