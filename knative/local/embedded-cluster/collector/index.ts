export {startGarbageCollector} from './collector.ts';
