import {explainRefusal, isByAdmission, type Refusal} from '@image-puller/shared/refusal';
import {buildScout, type ScoutInputs} from '@image-puller/shared/scout';
import {ApiError, type Cluster} from '../cluster/index.ts';

/** Sends scouts; answers how many were let in, and why one was refused. */
export async function sendScouts(
  scouts: readonly ScoutInputs[],
  cluster: Cluster,
): Promise<{readonly sent: number; readonly refusal: Refusal | undefined}> {
  let sent = 0;
  let refusal: Refusal | undefined;
  for (const inputs of scouts) {
    let refused = await sendScout(inputs, cluster);
    // A LimitRange may want more: what main's pods ask for was let in.
    if (refused?.refuser.isRoom === false) refused = await sendScout({...inputs, requests: 'configured'}, cluster);
    if (refused === undefined) sent++;
    refusal = refused ?? refusal;
  }
  return {sent, refusal};
}

/** Answers why it was refused; undefined where it is out. */
async function sendScout(inputs: ScoutInputs, cluster: Cluster): Promise<Refusal | undefined> {
  try {
    await cluster.createPod(buildScout(inputs));
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // Another refresh was faster.
    if (error.failure === 'conflict') return undefined;
    if (error.failure !== 'rejected' && !isByAdmission(error.message)) throw error;
    return explainRefusal(error.message);
  }
}
