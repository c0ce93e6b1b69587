export {tell, tellProblem} from './teller.ts';
export {
  sayCreated,
  sayImage,
  sayLane,
  sayNoRoom,
  sayRefused,
  sayRejected,
  sayReplaced,
  sayRival,
  type Words,
} from './words.ts';
