import test from 'ava';
import {labelsOf, listKind, listNames, listResources} from './installation.ts';

test('apply may read ConfigMaps, write DaemonSets, read and delete pods, look up ServiceAccounts, tell Events and find its Broker: nothing else', t => {
  t.deepEqual(listKind('Role')[0], {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: {name: 'image-puller-apply', namespace: 'k8s-image-puller', labels: labelsOf('apply')},
    rules: [
      {apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list']},
      {apiGroups: ['apps'], resources: ['daemonsets'], verbs: ['get', 'list', 'create', 'update', 'delete']},
      {apiGroups: [''], resources: ['pods'], verbs: ['list', 'delete']},
      {apiGroups: [''], resources: ['serviceaccounts'], verbs: ['get']},
      {apiGroups: [''], resources: ['events'], verbs: ['get', 'create', 'patch']},
      {
        apiGroups: ['eventing.knative.dev'],
        resources: ['brokers'],
        resourceNames: ['image-puller'],
        verbs: ['get'],
      },
    ],
  });
});

test('the verbs of every role are those that were agreed', t => {
  const verbs = listKind('Role').map(({metadata, rules = []}) => [
    metadata?.name?.replace('image-puller-', ''),
    ...rules.map(({resources = [], resourceNames = [], verbs}) =>
      [`${resources.join()}: ${verbs.join()}`, ...resourceNames].join(' of '),
    ),
  ]);
  const read = 'configmaps: get,list';
  const find = 'serviceaccounts: get';
  const tell = 'events: get,create,patch';
  const broker = 'brokers: get of image-puller';
  t.deepEqual(verbs, [
    ['apply', read, 'daemonsets: get,list,create,update,delete', 'pods: list,delete', find, tell, broker],
    ['check', read, 'daemonsets: get,list,patch', 'pods: list', find, 'events: get,list,create,patch', broker],
    ['refresh', 'configmaps: get', 'daemonsets: get,list,patch', 'pods: list,create,delete', find, tell, broker],
    ['remove', 'configmaps: get', 'daemonsets: list,patch,delete', tell],
    ['status', read, 'daemonsets: get,list', 'pods: list', find, 'events: list'],
    ['source', 'configmaps: get,list,watch', 'daemonsets: get,list,watch'],
  ]);
});

test('only apply may create and replace DaemonSets', t => {
  const writers = listKind('Role').filter(({rules = []}) =>
    rules.some(({resources = [], verbs}) => resources.includes('daemonsets') && /create|update/.test(verbs.join())),
  );
  t.deepEqual(
    writers.map(({metadata}) => metadata?.name),
    ['image-puller-apply'],
  );
});

test('no right is a wildcard, names a Secret, or lets anyone take more', t => {
  const rules = [...listKind('Role'), ...listKind('ClusterRole')].flatMap(({rules = []}) => rules);
  t.true(rules.length > 0);
  for (const {apiGroups = [], resources = [], verbs, nonResourceURLs = []} of rules) {
    const words = [...apiGroups, ...resources, ...verbs, ...nonResourceURLs];
    const bad = words.filter(word => /\*|secrets|\/|escalate|bind|impersonate|deletecollection/.test(word));
    t.deepEqual(bad, [], `in ${JSON.stringify({apiGroups, resources, verbs})}`);
  }
});

test('the only ClusterRole reads nodes and priority classes, for those who go by them, and is named after its namespace', t => {
  const options = {namespace: 'images'};
  const metadata = {name: 'image-puller-nodes:images', labels: labelsOf('nodes')};
  t.deepEqual(listKind('ClusterRole', options), [
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata,
      rules: [
        {apiGroups: [''], resources: ['nodes'], verbs: ['list']},
        {apiGroups: ['scheduling.k8s.io'], resources: ['priorityclasses'], verbs: ['get']},
      ],
    },
  ]);
  t.deepEqual(listKind('ClusterRoleBinding', options), [
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata,
      roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: metadata.name},
      subjects: ['apply', 'check', 'refresh', 'status'].map(fn => ({
        kind: 'ServiceAccount',
        name: `image-puller-${fn}`,
        namespace: 'images',
      })),
    },
  ]);
});

test('every ServiceAccount that something runs as exists and is bound to the Role of its name, and no other exists', t => {
  const used = [
    ...listKind('Service').map(({spec}) => spec.template.spec.serviceAccountName),
    ...listKind('ApiServerSource').map(({spec}) => spec.serviceAccountName),
  ];
  t.deepEqual(listNames('ServiceAccount'), used);
  t.deepEqual(listNames('Role'), used);
  t.deepEqual<unknown, unknown>(
    listKind('RoleBinding').map(({roleRef, subjects}) => ({roleRef, subjects})),
    used.map(name => ({
      roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name},
      subjects: [{kind: 'ServiceAccount', name, namespace: 'k8s-image-puller'}],
    })),
  );
});

test('nothing of the installation carries the label by which DaemonSets are known as ours', t => {
  const managed = listResources().filter(({metadata}) => metadata?.labels?.['app.kubernetes.io/managed-by']);
  t.deepEqual(managed, []);
});
