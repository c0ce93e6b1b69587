export {tell, tellProblem} from './teller.ts';
export {sayCreated, sayImage, sayNoRoom, sayRefused, sayRejected, sayReplaced, type Words} from './words.ts';
