/** One arrow of the design: who must not import what, and what is right beside it. */
export interface Arrow {
  /** The rule's message begins so. */
  readonly message: string;
  /** Where the importing file is. */
  readonly file: string;
  readonly forbidden: readonly string[];
  readonly allowed: readonly string[];
}

const relative = 'Import ./file.ts, ./folder/index.ts';
const leavesTest = "A test imports what it tests by the package's name";
const oneDoor = 'Only functions/cluster may import @kubernetes/client-node';
const onlyEntries = 'Only an entry touches the process';

/** A file is named without its extension: each form of import gets a file of its own. */
export const arrows: readonly Arrow[] = [
  {
    message: 'shared/ is pure',
    file: 'shared/decide/probe',
    forbidden: [
      ...['node:fs', 'fs', 'path', 'node:timers/promises', 'node:process', '@google-cloud/functions-framework'],
      ...['express', 'cloudevents', 'js-yaml', '@image-puller/functions', '@image-puller/shared/names', 'leven/x.js'],
    ],
    allowed: ['../names/index.ts', './sync.ts', 'jsonc-parser', 'leven', '@noble/hashes/sha2.js'],
  },
  {
    message: 'functions/ may import @image-puller/shared/<folder>',
    file: 'functions/steps/apply/probe',
    forbidden: [
      '@image-puller/knative/resources',
      '@image-puller/sleep',
      '@image-puller/test',
      '@image-puller/functions',
    ],
    allowed: ['@image-puller/shared/decide', 'node:http', 'cloudevents', '../step.ts', '../cluster/index.ts'],
  },
  {
    message: 'knative/ may import @image-puller/shared/<folder>',
    file: 'knative/local/start/probe',
    forbidden: [
      '@image-puller/functions/cluster',
      '@image-puller/functions/steps',
      '@image-puller/embedded-cluster/store',
      '@image-puller/sleep',
      '@image-puller/test',
    ],
    allowed: [
      ...['@image-puller/functions', '@image-puller/embedded-cluster', '@image-puller/shared/live'],
      ...['../cluster/index.ts', 'node:fs/promises'],
    ],
  },
  {
    message: 'sleep/ imports no other workspace',
    file: 'sleep/toolchain/probe',
    forbidden: ['@image-puller/shared/names', '@image-puller/functions'],
    allowed: ['node:child_process', './compile.ts'],
  },
  {
    message: 'knative/resources is pure',
    file: 'knative/resources/probe',
    forbidden: ['@image-puller/functions', 'node:fs', 'fs', 'cloudevents', 'log-update'],
    allowed: ['@image-puller/shared/events', 'js-yaml', './kinds/index.ts', './names.ts'],
  },
  {
    message: 'knative/resources uses nothing of the rest',
    file: 'knative/resources/probe-inside',
    forbidden: ['../local/index.ts', '../openshift/index.ts', '../render.ts'],
    allowed: ['./broker.ts', './openshift/index.ts', '../manifests.ts'],
  },
  {
    message: 'knative/local/embedded-cluster imports no other workspace',
    file: 'knative/local/embedded-cluster/api/probe',
    forbidden: [
      ...['@image-puller/functions', '@image-puller/functions/cluster', '@image-puller/shared/names'],
      ...['@image-puller/knative/resources', '../../start/index.ts', '../../../resources/index.ts'],
    ],
    allowed: ['../store/index.ts', '../kubeconfig.ts', './verbs/index.ts', 'node:http', 'js-yaml'],
  },
  {
    message: 'knative/local/embedded-cluster imports no other workspace',
    file: 'knative/local/embedded-cluster/probe',
    forbidden: ['../start/index.ts', '../../resources/index.ts'],
    allowed: ['./store/index.ts'],
  },
  {
    message: 'knative/local/embedded-cluster imports no other workspace',
    file: 'knative/local/embedded-cluster/api/verbs/probe',
    forbidden: ['../../../start/index.ts'],
    allowed: ['../../store/index.ts', '../target.ts'],
  },
  {
    message: 'Of the embedded cluster only start-embedded-cluster.ts imports kubectl/',
    file: 'knative/local/embedded-cluster/api/verbs/probe-kubectl',
    forbidden: ['../../kubectl/index.ts'],
    allowed: ['../../api/index.ts'],
  },
  {
    message: 'Of the embedded cluster only start-embedded-cluster.ts imports kubectl/',
    file: 'knative/local/embedded-cluster/probe-kubectl',
    forbidden: ['./kubectl/index.ts'],
    allowed: ['./api/index.ts'],
  },
  {
    message: '',
    file: 'knative/local/embedded-cluster/kubectl/patch/probe',
    forbidden: [],
    allowed: ['../../api/index.ts', '../../schema/index.ts'],
  },
  {message: oneDoor, file: 'functions/steps/apply/probe-client', forbidden: ['@kubernetes/client-node'], allowed: []},
  {message: oneDoor, file: 'functions/probe-client', forbidden: ['@kubernetes/client-node/dist/watch.js'], allowed: []},
  {message: oneDoor, file: 'knative/local/start/probe-client', forbidden: ['@kubernetes/client-node'], allowed: []},
  {
    message: oneDoor,
    file: 'knative/local/embedded-cluster/probe-client',
    forbidden: ['@kubernetes/client-node'],
    allowed: [],
  },
  {message: oneDoor, file: 'shared/probe-client', forbidden: ['@kubernetes/client-node'], allowed: []},
  {message: oneDoor, file: 'test/probe-client', forbidden: ['@kubernetes/client-node'], allowed: []},
  {message: '', file: 'functions/cluster/probe-client', forbidden: [], allowed: ['@kubernetes/client-node']},
  {
    message: onlyEntries,
    file: 'functions/runtime/serve/probe-process',
    forbidden: ['node:process', 'process'],
    allowed: [],
  },
  {message: onlyEntries, file: 'knative/local/start/probe-process', forbidden: ['node:process'], allowed: []},
  {
    message: relative,
    file: 'functions/steps/apply/probe-relative',
    forbidden: [
      ...['../cluster/cluster.ts', './deep/inside/index.ts', '../deep/inside.ts', './file.js', './file', '.', '..'],
      ...[
        '../../shared/index.ts',
        '../../shared/names/index.ts',
        './../../shared/index.ts',
        '/etc/file.ts',
        'file:///a.ts',
        '../../puller/gather/index.ts',
      ],
    ],
    allowed: ['./images.ts', '../step.ts', '../cluster/index.ts', '../../runtime/publish/index.ts'],
  },
  {
    message: relative,
    file: 'shared/probe-relative',
    forbidden: ['../functions/index.ts'],
    allowed: ['./names/index.ts'],
  },
  {
    message: relative,
    file: 'knative/local/start/tags/probe-relative',
    forbidden: ['../../../embedded-cluster/index.ts'],
    allowed: ['../cluster/index.ts'],
  },
  {
    message: relative,
    file: 'knative/probe-relative',
    forbidden: ['../test/index.ts'],
    allowed: ['./resources/index.ts'],
  },
  {
    message: relative,
    file: 'sleep/probe-relative',
    forbidden: ['../knative/index.ts'],
    allowed: ['./toolchain/index.ts'],
  },
  {
    message: leavesTest,
    file: 'test/probe',
    forbidden: [
      '../shared/names/index.ts',
      './../functions/index.ts',
      '/etc/file.ts',
      './a/../../shared/x.ts',
      '././../shared/x.ts',
    ],
    allowed: ['@image-puller/shared/names', '@image-puller/functions/webhook', './shared/samples.ts'],
  },
  {
    message: leavesTest,
    file: 'test/functions/probe',
    forbidden: [
      '../../functions/step.ts',
      '../../package.json',
      '.././../functions/step.ts',
      '../a/../../functions/step.ts',
    ],
    allowed: ['../shared/samples.ts', './support/puller.ts'],
  },
  {
    message: leavesTest,
    file: 'test/functions/support/probe',
    forbidden: ['../../../functions/step.ts'],
    allowed: ['../../shared/samples.ts'],
  },
  {
    message: leavesTest,
    file: 'test/knative/local/embedded-cluster/probe',
    forbidden: ['../../../../knative/local/embedded-cluster/index.ts'],
    allowed: ['../../../support/needs.ts'],
  },
  {
    message: leavesTest,
    file: 'test/knative/local/embedded-cluster/api/probe',
    forbidden: ['../../../../../knative/local/embedded-cluster/index.ts'],
    allowed: ['../../../../support/needs.ts'],
  },
];
