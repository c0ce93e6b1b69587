export {findPodTrouble} from './pod-trouble.ts';
export {type Amounts, countPod, leastOf, leavesRoom} from './quota.ts';
export {
  type Cause,
  describeRefusal,
  explainRefusal,
  explainThrownOut,
  findRefusal,
  isByAdmission,
  type Refusal,
} from './refusal.ts';
export {addRelease, noRelease, type Release} from './release.ts';
export {countUnmade, type UnmadePods} from './unmade.ts';
