export {type Exclusion, exclude, findExclusion, findNodeTrouble, type NodeFacts, viewNode} from './exclusion.ts';
