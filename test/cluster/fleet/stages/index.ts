export {createStages, defineStages} from './install.ts';
export {digestOf, type Pulls} from './pod.ts';
