export {type Fleet, startFleet, unhurried, unthrottled} from './fleet.ts';
