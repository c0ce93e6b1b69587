import {defaultOptions} from '../options.ts';
import {buildRights} from '../standalone/index.ts';
import {serviceAccountName} from './parameters.ts';
import {app, buildTemplate, leaveOutNamespace, refer, type Template} from './template.ts';

/**
 * The account and its rights in its namespace. Role and RoleBinding are not called `create-daemonset`, as the Go puller's
 * are: who takes its rights away takes none of these, and who applies these gives it none back, where the account is
 * another one.
 */
export function buildServiceAccountTemplate(): Template {
  const [account, role, binding] = buildRights({...defaultOptions, namespace: ''}, refer(serviceAccountName));
  return buildTemplate(
    app,
    'Image puller: the account that app.yaml runs as, and what it may do in its project',
    [serviceAccountName],
    [account, role, binding].map(leaveOutNamespace),
  );
}
