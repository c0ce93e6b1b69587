export {makeOwnDirectory, type Self, sweepDirectories} from './directory/index.ts';
export {type EmbeddedRun, startEmbedded} from './embedded.ts';
export {followRollouts, type RolledOut} from './follow-rollouts.ts';
export {connectReal, greet} from './real.ts';
export type {RunningCluster} from './types.ts';
