export {negotiate, type Representation} from './accept.ts';
export {answerDiscovery, type DiscoveryOptions} from './discovery/index.ts';
export {findNotImitated} from './not-imitated.ts';
export {applyPatch, readPatchType} from './patch/index.ts';
export {readDeleteOptionsMessage, readObjectMessage} from './protobuf/index.ts';
