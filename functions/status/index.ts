export {serveStatus} from './handler.ts';
export {renderPage} from './page.ts';
export type {PullerStatus, Status} from './read.ts';
