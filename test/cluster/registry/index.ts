export type {Credentials} from './proxy.ts';
export {type Registry, startRegistry} from './registry.ts';
