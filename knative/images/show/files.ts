import type {TarEntry} from './tar.ts';

/** Something in an image: a file, a directory or a link. */
export interface ImageFile extends TarEntry {
  /** From the image's root, without a slash at either end; empty for the root itself. */
  readonly path: string;
}

const whiteout = '.wh.';
const opaque = '.wh..wh..opq';

/** Lays a layer over what is below it: it adds, replaces, and by its whiteouts takes away what others brought. */
export async function addLayer(
  below: ReadonlyMap<string, ImageFile>,
  entries: AsyncIterable<TarEntry>,
): Promise<ReadonlyMap<string, ImageFile>> {
  const files = new Map(below);
  const parents = listParents(below.keys());
  // Only where something is below: a layer may name half a million files.
  const empty = (directory: string) => {
    if (parents.has(directory)) removeBelow(files, directory);
  };
  const own = new Map<string, ImageFile>();
  for await (const entry of entries) {
    const path = cleanPath(entry.path);
    const [directory, name] = splitPath(path);
    if (name === opaque) empty(directory);
    else if (name.startsWith(whiteout)) {
      const hidden = join(directory, name.slice(whiteout.length));
      files.delete(hidden);
      empty(hidden);
    } else own.set(path, {...entry, path});
  }
  for (const [path, file] of own) {
    if (file.type !== 'directory') empty(path);
    files.set(path, file);
  }
  return files;
}

/** All directories that these paths are in, however deep; the root is the empty one. */
export function listParents(paths: Iterable<string>): ReadonlySet<string> {
  const parents = new Set<string>();
  for (const path of paths) {
    let [directory] = splitPath(path);
    while (!parents.has(directory)) {
      parents.add(directory);
      [directory] = splitPath(directory);
    }
  }
  return parents;
}

/** Throws at a path that leads out of the image. */
function cleanPath(path: string): string {
  const parts = path.split('/').filter(part => part !== '' && part !== '.');
  if (parts.includes('..')) throw new Error(`a path that leads out of the image: ${JSON.stringify(path)}`);
  return parts.join('/');
}

function splitPath(path: string): readonly [directory: string, name: string] {
  const slash = path.lastIndexOf('/');
  return [path.slice(0, Math.max(slash, 0)), path.slice(slash + 1)];
}

const join = (directory: string, name: string): string => (directory === '' ? name : `${directory}/${name}`);

function removeBelow(files: Map<string, ImageFile>, directory: string): void {
  const prefix = directory === '' ? '' : `${directory}/`;
  for (const path of files.keys()) if (path !== '' && path.startsWith(prefix)) files.delete(path);
}
