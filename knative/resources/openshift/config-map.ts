import {allKeys, type Key} from '@image-puller/shared/config';
import {configMapLabel} from '@image-puller/shared/names';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {buildLabels} from '../metadata.ts';
import {app, buildTemplate, type Parameter, refer, type Template} from './template.ts';

/** The ConfigMap, with one parameter for each key. */
export function buildConfigMapTemplate(): Template {
  const parameters = allKeys.map(buildParameter);
  const configMap: ConfigMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'k8s-image-puller',
      labels: {...buildLabels('configuration'), [configMapLabel.key]: configMapLabel.value},
    },
    data: Object.fromEntries(parameters.map(parameter => [parameter.name, refer(parameter)])),
  };
  return buildTemplate(app, 'Image puller: which images, where and how', parameters, [configMap]);
}

/** The images that the Go puller's chart holds by default. */
const images =
  'che-code=quay.io/che-incubator/che-code:next; base-developer-image=quay.io/devfile/base-developer-image:ubi9-latest;';

/** Of a key that the Go puller does not know the default is empty, which stands for what the functions have as default. */
function buildParameter({name, values, origin, default: value}: Key<unknown>): Parameter {
  const description = values.replaceAll('`', '');
  if (name === 'IMAGES') return {name, description, value: images};
  return {name, description, value: origin === 'Go puller' ? value : ''};
}
