export {createStages, defineStages} from './install.ts';
export type {Pulls} from './pod.ts';
