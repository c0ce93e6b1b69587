export {eventTable} from './event-table.ts';
export {age, formatDuration, formatPairs, formatSelector, none, unknown} from './format.ts';
export {nodeTable} from './node-table.ts';
export {podTable} from './pod-table.ts';
