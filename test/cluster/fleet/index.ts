export {type Fleet, startFleet, unhurried, unthrottled} from './fleet.ts';
export {watchObjects} from './watch-objects.ts';
