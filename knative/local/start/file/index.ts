export {type FileContent, readContent} from './read-content.ts';
export {type FileWatch, type Saved, watchFile} from './watch-file.ts';
