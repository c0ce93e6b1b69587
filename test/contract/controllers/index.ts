import type {Contract, ControllerCluster} from '../contract.ts';
import {nodeContracts} from './nodes.ts';
import {ownerContracts} from './owners.ts';
import {rollingUpdateContracts} from './rolling-update.ts';

/** What becomes of what was asked for: the work of controllers, scheduler and kubelets. */
export const controllerContracts: readonly Contract<ControllerCluster>[] = [
  ...nodeContracts,
  ...rollingUpdateContracts,
  ...ownerContracts,
];
