export {startKnative} from './start.ts';
