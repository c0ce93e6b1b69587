import type {Setting} from '@image-puller/shared/plan';
import type {Context} from '../../step.ts';

/** Under which a plan is made now. */
export const readSetting = ({cluster, installation, sleepImage, now}: Context): Setting => ({
  namespace: cluster.namespace,
  installation,
  sleepImage,
  now: now(),
});
