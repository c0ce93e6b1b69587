import type {Manifest} from '../manifest.ts';
import {buildNamespace} from '../namespace.ts';
import type {InstallOptions} from '../options.ts';
import {buildDeployment} from './deployment.ts';
import {buildPage} from './page.ts';
import {buildRights} from './rights.ts';

export {buildContainer} from './container.ts';
export {buildDeployment} from './deployment.ts';
export {standaloneGrants} from './grants.ts';
export {httpPort, standaloneName} from './names.ts';
export {buildRights} from './rights.ts';

/** All objects of an installation without Knative, in the order in which they can be applied. */
export const buildStandalone = (options: InstallOptions): Manifest<object> => ({
  file: 'standalone.yaml',
  resources: [buildNamespace(options), ...buildRights(options), buildPage(options), buildDeployment(options)],
});
