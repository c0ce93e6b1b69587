export {startEmbedded} from './embedded.ts';
export {connectReal, greet} from './real.ts';
export type {RunningCluster} from './types.ts';
