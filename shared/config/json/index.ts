export {limitBytes} from './limit-bytes.ts';
export {defaulted, object, optional, required} from './object.ts';
export {type Place, type Reader, reject, warn} from './place.ts';
export {readJson} from './read-json.ts';
export {checked, integer, list, oneOf, text} from './readers.ts';
export {stringMap} from './string-map.ts';
