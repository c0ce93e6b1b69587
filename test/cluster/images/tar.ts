import {packTar} from 'modern-tar';

/** One file of a layer: a regular one unless another kind is given. */
export interface LayerFile {
  /** From the image's root, without the slash it begins with. */
  readonly path: string;
  readonly content: Uint8Array | string;
  /** Its permissions; 0o644 unless given. */
  readonly mode?: number;
  readonly type?: 'file' | 'directory' | 'symlink';
  /** Of a symbolic link: where it points. */
  readonly target?: string;
  /** The number of its user, and of its group; root's unless given. */
  readonly owner?: number;
}

/** A tar archive of files that are as old as the epoch: the same files make the same bytes. */
export async function buildTar(files: readonly LayerFile[]): Promise<Buffer> {
  const entries = files.map(({path, content, mode = 0o644, type = 'file', target = '', owner = 0}) => {
    const body = Buffer.from(content);
    const header = {name: path, type, mode, size: body.length, linkname: target, uid: owner, gid: owner, mtime: epoch};
    return {header, body};
  });
  return Buffer.from(await packTar(entries));
}

const epoch = new Date(0);
