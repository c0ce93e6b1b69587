export {apply} from './handler.ts';
