import {buildProbe, type ProbeInputs} from '@image-puller/shared/probe';
import {explainRefusal, isByAdmission, type Refusal} from '@image-puller/shared/refusal';
import {ApiError, type Cluster} from '../cluster/index.ts';

/** Sends probes; answers how many were let in, and why one was refused. */
export async function sendProbes(
  probes: readonly ProbeInputs[],
  cluster: Cluster,
): Promise<{readonly sent: number; readonly refusal: Refusal | undefined}> {
  let sent = 0;
  let refusal: Refusal | undefined;
  for (const inputs of probes) {
    let refused = await sendProbe(inputs, cluster);
    // A LimitRange may want more: what main's pods ask for was let in.
    if (refused?.cause.isRoom === false) refused = await sendProbe({...inputs, requests: 'configured'}, cluster);
    if (refused === undefined) sent++;
    refusal = refused ?? refusal;
  }
  return {sent, refusal};
}

/** Answers why it was refused; undefined where it is out. */
async function sendProbe(inputs: ProbeInputs, cluster: Cluster): Promise<Refusal | undefined> {
  try {
    await cluster.createPod(buildProbe(inputs));
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // Another refresh was faster.
    if (error.failure === 'conflict') return undefined;
    if (error.failure !== 'rejected' && !isByAdmission(error.message)) throw error;
    return explainRefusal(error.message);
  }
}
