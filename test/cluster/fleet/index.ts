export {type Fleet, startFleet, unhurried, unthrottled} from './fleet.ts';
export {testsOnFleet} from './share.ts';
export {watchObjects} from './watch-objects.ts';
