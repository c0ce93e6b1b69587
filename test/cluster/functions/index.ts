export {leaveEarlier} from './earlier.ts';
export {type LogEntry, type RunningFunction, startFunction} from './function.ts';
export {type Installation, installFunctions} from './install.ts';
export {type PullerView, viewPuller} from './puller.ts';
export {applyStandaloneRights, startStandalone} from './standalone.ts';
