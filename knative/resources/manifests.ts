import {steps} from '@image-puller/shared/events';
import {buildBroker} from './broker.ts';
import type {Resource} from './kinds/index.ts';
import type {Manifest} from './manifest.ts';
import {type AccountName, functionNames, nameOf} from './names.ts';
import {buildNamespace} from './namespace.ts';
import {buildNodeReader, buildNodeReaderBinding} from './node-reader.ts';
import type {InstallOptions} from './options.ts';
import {buildRole, buildRoleBinding} from './role.ts';
import {buildService} from './service.ts';
import {buildServiceAccount} from './service-account.ts';
import {buildApiServerSource, buildPingSource} from './sources.ts';
import {buildTrigger} from './trigger.ts';

/**
 * All objects of an installation, in the order in which they can be applied: rights before what uses them, what answers
 * before what calls it, and the sources last, so that the first event finds everything there. A Service has a file of its
 * own, which is what `kn service apply -f` takes.
 */
export function buildManifests(options: InstallOptions): readonly Manifest<Resource>[] {
  const watches = options.wakeOn === 'watch';
  const accounts: readonly AccountName[] = watches ? [...functionNames, 'source'] : functionNames;
  return [
    {file: '00-namespace.yaml', resources: [buildNamespace(options)]},
    {file: '10-service-accounts.yaml', resources: accounts.map(account => buildServiceAccount(account, options))},
    {
      file: '20-roles.yaml',
      resources: accounts.flatMap(account => [buildRole(account, options), buildRoleBinding(account, options)]),
    },
    {file: '21-node-reader.yaml', resources: [buildNodeReader(options), buildNodeReaderBinding(options)]},
    ...functionNames.map(fn => ({file: `30-${nameOf(fn)}.yaml`, resources: [buildService(fn, options)]})),
    {file: '40-broker.yaml', resources: [buildBroker(options)]},
    {file: '50-triggers.yaml', resources: steps.map(step => buildTrigger(step, options))},
    {file: '70-tick.yaml', resources: [buildPingSource(options)]},
    ...(watches ? [{file: '71-watch.yaml', resources: [buildApiServerSource(options)]}] : []),
  ];
}
