export type {OpenPort} from './open-port.ts';
export {type AnswerPath, type PageAnswer, servePage} from './serve-page.ts';
