export {failure} from './failure.ts';
export {buildConfigMap, buildDaemonSet} from './objects.ts';
export {findSelectors, listPods} from './selecting.ts';
