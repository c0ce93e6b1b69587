export {type Asking, ask, askAll, askBoth, askFilter, listUnanswered} from './asking.ts';
export {type Answered, type Known, learn} from './known.ts';
export {type Answers, buildQuestion, type Question, type Subjects, type What} from './questions.ts';
