import {spawnSync} from 'node:child_process';
import type {Need} from './needs.ts';

/** Root may write anywhere: what starts a program as a user who may not. Nobody is 65534. */
const setpriv = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] as const;

/** What to put before a command, so that it runs as somebody whom the modes of files hold back. */
export const otherUser: Need<readonly string[]> = findOtherUser();

function findOtherUser(): Need<readonly string[]> {
  if (process.getuid === undefined) return {missing: 'Windows has no modes of files'};
  if (process.getuid() !== 0) return {found: []};
  const [program, ...words] = setpriv;
  const {status} = spawnSync(program, [...words, process.execPath, '--version']);
  return status === 0
    ? {found: setpriv}
    : {missing: `root may write anywhere, and no other user can run ${process.execPath} by setpriv`};
}
