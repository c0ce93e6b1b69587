export type {Departure} from './leftovers.ts';
export type {PacedLane} from './pace.ts';
export {isOpen} from './phase.ts';
export {type ApplyPlan, planApply} from './plan-apply.ts';
