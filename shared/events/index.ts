export type {Announcement} from './announcement.ts';
export {findSteps, type Route, routes, type StepName, steps} from './routes.ts';
export {type EventType, eventTypes} from './types.ts';
