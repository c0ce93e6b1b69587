export {remove} from './handler.ts';
