export {type Cause, forbidden, invalidValue, required, unsupported} from './cause.ts';
export {validateConfigMapData, validateConfigMapUpdate} from './config-map.ts';
export {validateDaemonSetSpec} from './daemon-set.ts';
export {validateMetadata, validateMetadataUpdate} from './metadata.ts';
export {checkDnsLabel} from './names.ts';
export {validatePodSpec} from './pod-spec.ts';
