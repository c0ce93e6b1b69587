export {type Answer, serveStatus} from './handler.ts';
export type {PullerStatus, Status} from './read.ts';
