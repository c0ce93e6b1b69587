export {type Applied, type ApplyContent, createApplyContent} from './apply-content.ts';
export {buildConfigMap, isSameConfigMap} from './build-config-map.ts';
export type {ConfigMapDoor} from './door.ts';
export {parseFile} from './parse-file.ts';
export type {ConfigMapManifest, ParsedFile} from './types.ts';
export {type Written, writeConfigMap} from './write-config-map.ts';
