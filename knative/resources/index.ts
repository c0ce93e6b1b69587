export {clusterGrants, clusterReaders, type Grant, grants, type Verb} from './grants.ts';
export type * from './kinds/index.ts';
export type {Manifest} from './manifest.ts';
export {buildManifests} from './manifests.ts';
export {type AccountName, type FunctionName, functionNames, installationId, nameOf} from './names.ts';
export {buildTemplates, type Parameter, type Template} from './openshift/index.ts';
export {defaultOptions, type InstallOptions} from './options.ts';
export {buildDeployment, buildStandalone, standaloneGrants, standaloneName} from './standalone/index.ts';
export {renderManifest} from './yaml.ts';
