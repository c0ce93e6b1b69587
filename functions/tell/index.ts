export {tell, tellProblem} from './teller.ts';
export {sayCreated, sayImage, sayRefused, sayReplaced, type Words} from './words.ts';
