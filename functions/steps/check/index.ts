export {check} from './handler.ts';
