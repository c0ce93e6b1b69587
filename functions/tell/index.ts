export {tell, tellProblem} from './teller.ts';
export {sayCreated, sayImage, sayRefused, sayRejected, sayReplaced, type Words} from './words.ts';
