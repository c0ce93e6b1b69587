export {installKnative} from './install.ts';
