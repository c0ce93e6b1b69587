export {type Fleet, startFleet, unthrottled} from './fleet.ts';
