export {type Told, tell, tellProblem} from './teller.ts';
export {
  sayCreated,
  sayImage,
  sayLane,
  sayNoRoom,
  sayPodsRefused,
  sayProbed,
  sayProbeRefused,
  sayRefused,
  sayRejected,
  sayReplaced,
  sayRival,
  type Words,
} from './words.ts';
