export {identityOf, versionOf} from './identity.ts';
export {type Speech, send, speak} from './speak.ts';
export {openWatch, type WatchEvent} from './watch.ts';
