import type {Contract, RequestCluster} from '../contract.ts';
import {createContracts} from './create.ts';
import {deleteContracts} from './delete.ts';
import {discoveryContracts} from './discovery.ts';
import {eventContracts} from './events.ts';
import {patchContracts} from './patch.ts';
import {priorityClassContracts} from './priority-classes.ts';
import {protobufContracts} from './protobuf.ts';
import {pullerContracts} from './puller.ts';
import {readContracts} from './read.ts';
import {replaceContracts} from './replace.ts';
import {validateContracts} from './validate.ts';
import {volumeContracts} from './volumes.ts';
import {watchContracts} from './watch.ts';

/** What a request is answered, whatever else runs. */
export const requestContracts: readonly Contract<RequestCluster>[] = [
  ...discoveryContracts,
  ...createContracts,
  ...protobufContracts,
  ...readContracts,
  ...replaceContracts,
  ...priorityClassContracts,
  ...pullerContracts,
  ...validateContracts,
  ...volumeContracts,
  ...patchContracts,
  ...deleteContracts,
  ...eventContracts,
  ...watchContracts,
];
