export {type CollectorOptions, startGarbageCollector} from './collector.ts';
