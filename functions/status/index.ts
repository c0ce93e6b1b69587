export {serveStatus} from './handler.ts';
export type {PullerStatus, Status} from './read.ts';
