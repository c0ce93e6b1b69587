export {assessRoom, sumUse, unused} from './assess-fit.ts';
export {bindAffinity, findBoundNode, matchesNodeAffinity} from './node-affinity.ts';
export {startScheduler} from './scheduler.ts';
export {findUntoleratedTaint, nodeTaints} from './taints.ts';
