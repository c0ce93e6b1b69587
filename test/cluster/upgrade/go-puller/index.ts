export {createDaemonSet, installGoPuller, makeConfigMap} from './install.ts';
export {type Recorded, recorded, recordedAt} from './recorded.ts';
export {type GoPuller, type GoPullerTimes, startGoPuller} from './start.ts';
