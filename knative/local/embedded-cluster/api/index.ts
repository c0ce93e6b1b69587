export type {Answer} from './answer.ts';
export type {Fault, Intercept} from './intercept.ts';
export {isWrite, type RequestLog, type ServedRequest, type Verb} from './request-log.ts';
export {type ApiServer, type ApiServerOptions, startApiServer} from './server.ts';
