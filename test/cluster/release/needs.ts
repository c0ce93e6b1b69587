import {spawnSync} from 'node:child_process';
import type {Need} from '../../support/needs.ts';
import {controlPlane, type Machine, realNode} from '../needs.ts';

/** What the steps of a release run: Helm, and skopeo, which is the machine's own. */
export const releaseTools: Need<Machine> = withSkopeo(controlPlane);

/** The same, and real nodes. */
export const releaseNode: Need<Machine> = withSkopeo(realNode);

function withSkopeo(machine: Need<Machine>): Need<Machine> {
  if ('missing' in machine) return machine;
  if (spawnSync('skopeo', ['--version']).error === undefined) return machine;
  return {missing: 'skopeo, which pushes images: apt-get install skopeo'};
}
