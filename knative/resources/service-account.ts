import type {ServiceAccount} from 'kubernetes-types/core/v1';
import {buildMetadata} from './metadata.ts';
import {type AccountName, nameOf} from './names.ts';
import type {InstallOptions} from './options.ts';

/** One for each function, so that each has its own rights. */
export function buildServiceAccount(account: AccountName, options: InstallOptions): ServiceAccount {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: buildMetadata(nameOf(account), account, options),
  };
}
