import type {KnativeIngress, Route} from './types.ts';

/**
 * What an Ingress says of its hosts, in small letters. Of several paths and splits the first counts: this project has one
 * revision at a time, and no paths.
 */
export function readRoutes({spec}: KnativeIngress): ReadonlyMap<string, Route> {
  const routes = new Map<string, Route>();
  for (const {hosts = [], http} of spec.rules ?? []) {
    const [path] = http?.paths ?? [];
    const split = path?.splits.find(({percent = 100}) => percent > 0);
    if (split === undefined) continue;
    const {serviceName, serviceNamespace, servicePort: port} = split;
    const headers = {...path?.appendHeaders, ...split.appendHeaders};
    const host = `${serviceName}.${serviceNamespace}.svc.cluster.local`;
    for (const name of hosts) routes.set(name.toLowerCase(), {host, port, headers});
  }
  return routes;
}
