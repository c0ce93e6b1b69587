export {countExclusions, type Exclusion, findExclusion, findTrouble, type NodeFacts, viewNode} from './exclusion.ts';
