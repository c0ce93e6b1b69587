export {create} from './create.ts';
export {deleteCollection, deleteObject} from './delete.ts';
export {get} from './get.ts';
export {list} from './list.ts';
export {patch} from './patch.ts';
export {replace} from './replace.ts';
export {type WatchEvent, watch} from './watch.ts';
