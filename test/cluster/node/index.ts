export {readMemory} from './memory.ts';
export {startNode} from './node.ts';
export {startPuller} from './puller.ts';
export {measureGaps, measureShareWithin, type Sample, sampleContainers} from './sample.ts';
export {startServiceAddress} from './service-address.ts';
