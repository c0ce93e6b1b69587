export {installKnativeKinds} from './install.ts';
export {validateStrictly} from './validate.ts';
