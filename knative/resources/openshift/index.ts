import type {Manifest} from '../manifest.ts';
import {buildAppTemplate} from './app.ts';
import {buildConfigMapTemplate} from './config-map.ts';
import {buildNodeReaderTemplate} from './node-reader.ts';
import {buildServerlessTemplate} from './serverless.ts';
import {buildServiceAccountTemplate} from './service-account.ts';
import type {Template} from './template.ts';

export type {Parameter, Template} from './template.ts';

/** OpenShift's templates, each the one document of its file. The first three are called as the Go puller's are. */
export const buildTemplates = (): readonly Manifest<Template>[] => [
  {file: 'serviceaccount.yaml', resources: [buildServiceAccountTemplate()]},
  {file: 'configmap.yaml', resources: [buildConfigMapTemplate()]},
  {file: 'app.yaml', resources: [buildAppTemplate()]},
  {file: 'serverless.yaml', resources: [buildServerlessTemplate()]},
  {file: 'node-reader.yaml', resources: [buildNodeReaderTemplate()]},
];
