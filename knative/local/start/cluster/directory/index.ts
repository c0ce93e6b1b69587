export {makeOwnDirectory} from './make-own-directory.ts';
export type {Self} from './owner.ts';
export {sweepDirectories} from './sweep.ts';
