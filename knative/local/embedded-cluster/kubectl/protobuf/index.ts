export {readDeleteOptionsMessage, readObjectMessage} from './envelope.ts';
