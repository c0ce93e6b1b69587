import {spawnSync} from 'node:child_process';
import type {Need} from './needs.ts';

/** Root may write anywhere by a capability (CAP_DAC_OVERRIDE, see capabilities(7)): without it modes hold root back, too. */
const setpriv = ['setpriv', '--bounding-set=-dac_override'] as const;

/** What to put before a command, so that a file's mode decides whether it may be written. */
export const heldBack: Need<readonly string[]> = findHeldBack();

function findHeldBack(): Need<readonly string[]> {
  if (process.getuid === undefined) return {missing: 'Windows has no modes of files'};
  if (process.getuid() !== 0) return {found: []};
  const [program, ...words] = setpriv;
  return spawnSync(program, [...words, process.execPath, '--version']).status === 0
    ? {found: setpriv}
    : {missing: 'root may write anywhere, and setpriv of util-linux can not take that away'};
}
