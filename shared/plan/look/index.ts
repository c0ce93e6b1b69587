export {type Look, planLook} from './plan-look.ts';
