export {refresh} from './handler.ts';
