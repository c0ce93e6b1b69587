import type {Container, ResourceRequirements} from 'kubernetes-types/core/v1';
import type {InstallOptions} from '../options.ts';
import {restricted} from '../security.ts';
import {httpPort} from './names.ts';
import {probes} from './probes.ts';

/**
 * The one process that is all functions.
 *
 * @param account the ServiceAccount that it runs as: the installation is live while that is
 */
export const buildContainer = (
  name: string,
  account: string,
  {functionsImage, sleepImage}: Pick<InstallOptions, 'functionsImage' | 'sleepImage'>,
  resources: ResourceRequirements,
): Container => ({
  name,
  image: functionsImage,
  env: [
    {name: 'FUNCTION_TARGET', value: 'standalone'},
    {name: 'INSTALLATION_ID', value: `serviceaccount/${account}`},
    {name: 'SLEEP_IMAGE', value: sleepImage},
  ],
  ports: [{name: httpPort.name, containerPort: httpPort.number}],
  resources,
  ...probes,
  securityContext: restricted,
});
