/**
 * The stand-in for the Go puller as what its Deployment's pod runs: in the cluster, as its ServiceAccount, in the
 * environment that the chart gives it, with the kubelet to start it again.
 *
 *   node pod.ts FILE
 *
 * FILE holds the DaemonSet that it makes of its ConfigMap.
 */
import {readFile} from 'node:fs/promises';
import {createApiClient} from '../../client/index.ts';
import {runGoPuller} from './go-puller.ts';

const account = '/var/run/secrets/kubernetes.io/serviceaccount';
const readAccount = (file: string) => readFile(`${account}/${file}`, 'utf8');
const {KUBERNETES_SERVICE_HOST, KUBERNETES_SERVICE_PORT, DEPLOYMENT_NAME = '', NAMESPACE = ''} = process.env;
const api = createApiClient({
  server: `https://${KUBERNETES_SERVICE_HOST}:${KUBERNETES_SERVICE_PORT}`,
  certificate: await readAccount('ca.crt'),
  token: await readAccount('token'),
});
let status = 0;
try {
  await runGoPuller({
    api,
    namespace: NAMESPACE,
    deployment: DEPLOYMENT_NAME,
    daemonSet: JSON.parse(await readFile(process.argv[2] ?? '', 'utf8')),
    interval: Number(process.env.CACHING_INTERVAL_HOURS) * 3_600_000,
    delay: 0,
    terminated: new Promise(resolve => process.once('SIGTERM', resolve)),
    log: console.log,
  });
} catch (error) {
  console.log(`Fatal: ${error instanceof Error ? error.message : error}`);
  status = 1;
}
// Its interval has not passed.
process.exit(status);
