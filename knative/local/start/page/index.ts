export type {OpenPort} from './open-port.ts';
export {type AnswerPath, type PageReply, servePage} from './serve-page.ts';
