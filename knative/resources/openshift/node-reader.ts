import {buildNodeReader, buildNodeReaderBinding} from '../node-reader.ts';
import {defaultOptions} from '../options.ts';
import {serviceAccountName} from './parameters.ts';
import {app, buildTemplate, type Parameter, refer, type Template} from './template.ts';

const namespace: Parameter = {
  name: 'NAMESPACE',
  description: 'The project that the puller is in',
  required: true,
};

/**
 * The rights beyond the project, which only an administrator of the cluster can give. For both ways to run: an account
 * that is not there has no use of it, and whoever could make it in the project could use the one that is there.
 */
export function buildNodeReaderTemplate(): Template {
  const options = {...defaultOptions, namespace: refer(namespace)};
  const binding = buildNodeReaderBinding(options);
  const account = {kind: 'ServiceAccount', name: refer(serviceAccountName), namespace: refer(namespace)};
  return buildTemplate(
    `${app}-node-reader`,
    'Image puller: the rights to list nodes and to look at priority classes, which can be left out',
    [namespace, serviceAccountName],
    [buildNodeReader(options), {...binding, subjects: [account, ...(binding.subjects ?? [])]}],
  );
}
