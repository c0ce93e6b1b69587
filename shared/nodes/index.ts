export {type Exclusion, exclude, findExclusion, findTrouble, type NodeFacts, viewNode} from './exclusion.ts';
