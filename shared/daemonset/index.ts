export {carryOver} from './carry-over.ts';
export type {Platform} from './containers.ts';
export {buildDaemonSet, type DaemonSetInputs, hashTemplate, type Installation} from './daemonset.ts';
export {assessEviction, type Evicts, findClassInQuestion} from './eviction.ts';
export {buildFormerSelector, buildSelector, type Labels} from './labels.ts';
export {buildOwnerReference, type Puller} from './owner.ts';
export {buildPodMetadata} from './pod-metadata.ts';
export {buildPodSpec, isHolderOnly, requestsLittle, type Start} from './pod-template.ts';
export {formatSurge, parseSurge, type Surge} from './surge.ts';
