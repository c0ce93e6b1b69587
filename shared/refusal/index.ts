export {addFreed, type Freed, nothingFreed} from './freed.ts';
export {findPodTrouble} from './pod-trouble.ts';
export {type Amounts, countPod, leastOf, leavesRoom} from './quota.ts';
export {
  describeRefusal,
  explainRefusal,
  explainThrownOut,
  findRefusal,
  isByAdmission,
  type Refusal,
  type Refuser,
} from './refusal.ts';
export {countUnmade, type UnmadePods} from './unmade.ts';
