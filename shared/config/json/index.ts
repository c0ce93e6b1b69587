export {limitBytes} from './limit-bytes.ts';
export {defaulted, object, optional, required} from './object.ts';
export {parseJsonBy} from './parse-json-by.ts';
export {type Place, type Reader, reject, warn} from './place.ts';
export {checked, integer, list, oneOf, text} from './readers.ts';
export {stringMap} from './string-map.ts';
