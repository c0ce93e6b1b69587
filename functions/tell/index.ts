export {sayAnswered, sayRequested, sayWaiting} from './refresh-words.ts';
export {sayStarts} from './starts.ts';
export {type Told, tell, tellProblem} from './teller.ts';
export {
  sayAccepted,
  sayBlocked,
  sayCreated,
  sayImage,
  sayLabelIgnored,
  sayLane,
  sayNoRoom,
  sayPodsRefused,
  sayProbed,
  sayProbeRefused,
  sayRefused,
  sayRejected,
  sayReplaced,
  sayRewritten,
  sayRival,
  type Words,
} from './words.ts';
