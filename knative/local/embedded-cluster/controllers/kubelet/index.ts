export {type Kubelets, startKubelets} from './kubelets.ts';
export {defaultKubeletOptions, type KubeletOptions} from './options.ts';
export type {Pull} from './pull-tracker.ts';
