import {type ImageFile, listParents} from './files.ts';
import type {ShownImage} from './image.ts';

/** What is wrong with an image, and what there is to know. */
export interface Judgement {
  /** Each begins with the place: a path, or `user`. */
  readonly problems: readonly string[];
  /** What can be written to where the root file system is not read-only. */
  readonly notes: readonly string[];
}

/** With one of these who gets in gets on. */
const tools: ReadonlySet<string> = new Set(
  'sh bash busybox dash ash apk apt apt-get dpkg npm npx yarn corepack'.split(' '),
);

/** Judges an image: nothing in it may run as root, be written to, or be of use to an intruder. */
export function assessImage({user, files}: ShownImage): Judgement {
  const owner = parseUser(user);
  const parents = listParents(files.map(({path}) => path));
  const found = files.map(file => ({file, judged: assessFile(file, owner, parents)}));
  return {
    problems: [
      ...assessUser(user),
      ...found.flatMap(({file, judged}) => judged.problems.map(problem => `/${file.path}: ${problem}`)),
    ],
    notes: found.flatMap(({file, judged}) => judged.notes.map(note => `/${file.path}: ${note}`)),
  };
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** The kubelet takes a name for root's, since it can't know whose it is. */
function assessUser(user: string): readonly string[] {
  const [uid = '', gid = ''] = user.split(':', 2);
  if (user === '') return ['user: none is set, and so it is root'];
  if (!/^\d+$/.test(uid) || !/^\d*$/.test(gid)) return [`user: not numeric: ${JSON.stringify(user)}`];
  return [
    ...(Number(uid) === 0 ? ['user: it is root'] : []),
    ...(gid !== '' && Number(gid) === 0 ? ["user: its group is root's"] : []),
  ];
}

function parseUser(user: string): Owner {
  const [uid = '', gid = ''] = user.split(':', 2);
  return {uid: Number(uid), gid: gid === '' ? 0 : Number(gid)};
}

function assessFile(file: ImageFile, owner: Owner, parents: ReadonlySet<string>): Judgement {
  const {type, path, mode, uid, gid} = file;
  const isDirectory = type === 'directory';
  // Distroless has these two: /tmp, and the home of its user.
  const isTemporary = isDirectory && (mode & 0o1002) === 0o1002;
  const isOwned = uid === owner.uid && uid !== 0;
  const isEmptyHome = isOwned && isDirectory && !parents.has(path);
  const isWritable = type !== 'symlink' && ((mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && isGroupOf(gid, owner)));
  const name = path.slice(path.lastIndexOf('/') + 1);
  return {
    problems: [
      ...(isWritable && !isTemporary ? ['it can be written to by others than its owner'] : []),
      ...(isOwned && !isEmptyHome ? ["it is the image's user's"] : []),
      ...(!isDirectory && (mode & 0o6000) !== 0 ? ['it has a setuid or setgid bit'] : []),
      ...(!isDirectory && tools.has(name) ? [`a shell or package manager: ${name}`] : []),
      ...(type === 'other' ? ['a device or fifo'] : []),
    ],
    notes: isTemporary || isEmptyHome ? ['files can be made in it unless the root file system is read-only'] : [],
  };
}

/** OpenShift runs images as some user of root's group. */
const isGroupOf = (gid: number, owner: Owner): boolean => gid === owner.gid || gid === 0;
