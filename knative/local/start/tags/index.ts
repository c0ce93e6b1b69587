export {createMoveTags, type Moved} from './move-tags.ts';
export {parseTags} from './parse-tags.ts';
export type {NamedTag, ParsedTags} from './types.ts';
