import {buildManifests} from '../manifests.ts';
import {defaultOptions} from '../options.ts';
import {image, imageReference, imageTag} from './parameters.ts';
import {app, buildTemplate, leaveOutNamespace, type Parameter, refer, type Template} from './template.ts';

const tickSchedule: Parameter = {
  name: 'TICK_SCHEDULE',
  description: 'Cron: what was missed is found at the next tick',
  value: defaultOptions.tickSchedule,
};

/** What needs rights beyond the project, or is the project. */
const beyond: readonly (string | undefined)[] = ['Namespace', 'ClusterRole', 'ClusterRoleBinding'];

/** For OpenShift Serverless: the functions as Knative Services with their accounts and rights, Broker, Triggers, sources. */
export function buildServerlessTemplate(): Template {
  const options = {
    ...defaultOptions,
    namespace: '',
    functionsImage: imageReference,
    tickSchedule: refer(tickSchedule),
  };
  const resources = buildManifests(options).flatMap(manifest => manifest.resources);
  return buildTemplate(
    `${app}-serverless`,
    'Image puller on OpenShift Serverless: functions that run when something happens, in place of the account and the app',
    [image, imageTag, tickSchedule],
    resources.filter(({kind}) => !beyond.includes(kind)).map(leaveOutNamespace),
  );
}
