export {findDnsAddress, startDns} from './dns.ts';
export {startKubeProxy} from './kube-proxy.ts';
export {publishApiServer, publishProcess, sandboxAddress} from './processes.ts';
