import {
  type Change,
  createStore,
  StatusError,
  type StoredConfigMap,
  type StoredDaemonSet,
} from '@image-puller/embedded-cluster/store';
import test from 'ava';
import fc from 'fast-check';

const configMap = (name: string, data: Record<string, string> = {}) => ({
  apiVersion: 'v1' as const,
  kind: 'ConfigMap' as const,
  metadata: {name, namespace: 'default'},
  data,
});

const now = () => new Date('2026-01-02T03:04:05.678Z');

/** The parts of a refusal that clients act on. */
function refusal(error: StatusError | undefined): unknown {
  return error && [error.status.code, error.status.reason, error.status.message];
}

test('a new object gets the metadata that only the server sets', t => {
  const store = createStore({now, newUid: () => 'uid-1'});
  t.deepEqual(store.create<StoredConfigMap>(configMap('a', {k: 'v'})), {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'a',
      namespace: 'default',
      uid: 'uid-1',
      resourceVersion: '2',
      creationTimestamp: '2026-01-02T03:04:05Z',
    },
    data: {k: 'v'},
  });
  t.is(store.resourceVersion, '2');
});

test('generateName is completed by five characters that make no words', t => {
  const store = createStore();
  const {metadata} = store.create<StoredConfigMap>({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {generateName: 'a-', namespace: 'default'},
  });
  t.regex(metadata.name, /^a-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
});

test('a name that is taken is refused', t => {
  const store = createStore();
  store.create<StoredConfigMap>(configMap('a'));
  const error = t.throws(() => store.create<StoredConfigMap>(configMap('a')), {instanceOf: StatusError});
  t.deepEqual(refusal(error), [409, 'AlreadyExists', 'configmaps "a" already exists']);
});

test('a write of a stale version conflicts, one without version does not, and one that changes nothing keeps the version', t => {
  const store = createStore();
  const first = store.create<StoredConfigMap>(configMap('a', {k: '1'}));
  const second = store.update<StoredConfigMap>({...first, data: {k: '2'}});
  t.is(second.metadata.resourceVersion, '3');
  const error = t.throws(() => store.update<StoredConfigMap>({...first, data: {k: '3'}}), {instanceOf: StatusError});
  t.deepEqual(refusal(error), [
    409,
    'Conflict',
    'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
  ]);
  t.is(store.update<StoredConfigMap>({...second}), second);
  const unconditional = {...second, metadata: {...second.metadata, resourceVersion: ''}, data: {k: '4'}};
  t.is(store.update<StoredConfigMap>(unconditional).metadata.resourceVersion, '4');
});

test('generation counts changes of spec alone, and a dry run changes nothing', t => {
  const store = createStore();
  const spec = (image: string): NonNullable<StoredDaemonSet['spec']> => ({
    selector: {matchLabels: {app: 'd'}},
    template: {spec: {containers: [{name: 'c', image}]}},
  });
  const created = store.create<StoredDaemonSet>({
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: {name: 'd', namespace: 'default'},
    spec: spec('a:1'),
  });
  const labelled = store.update<StoredDaemonSet>({...created, metadata: {...created.metadata, labels: {x: 'y'}}});
  const dry = store.update<StoredDaemonSet>({...labelled, spec: spec('a:2')}, {dryRun: true});
  const changed = store.update<StoredDaemonSet>({...labelled, spec: spec('a:2')});
  t.deepEqual(
    [created, labelled, dry, changed].map(each => each.metadata.generation),
    [1, 1, 2, 2],
  );
  t.is(store.changesSince('1').length, 3);
});

test('an object that is being deleted goes with its last finalizer', t => {
  const store = createStore();
  const created = store.create<StoredConfigMap>({
    ...configMap('a'),
    metadata: {name: 'a', namespace: 'default', finalizers: ['x.test/f']},
  });
  const {finalizers: _, ...metadata} = created.metadata;
  const deleting = store.update<StoredConfigMap>({
    ...created,
    metadata: {...created.metadata, deletionTimestamp: '2026-01-02T03:04:05Z'},
  });
  t.not(store.get('ConfigMap', 'default', 'a'), undefined);
  store.update<StoredConfigMap>({
    ...deleting,
    metadata: {...metadata, deletionTimestamp: '2026-01-02T03:04:05Z', resourceVersion: ''},
  });
  t.is(store.get('ConfigMap', 'default', 'a'), undefined);
});

test('stored objects are frozen', t => {
  const created = createStore().create<StoredConfigMap>(configMap('a', {k: '1'}));
  t.throws(() => Object.assign(created.data ?? {}, {k: '2'}), {instanceOf: TypeError});
});

test('a listener that writes is heard by all listeners in one order', t => {
  const store = createStore();
  const heard: string[] = [];
  store.subscribe(({object}) => {
    if (object.metadata.name === 'a') store.create<StoredConfigMap>(configMap('b'));
  });
  store.subscribe(({object}) => heard.push(object.metadata.name));
  store.create<StoredConfigMap>(configMap('a'));
  t.deepEqual(heard, ['a', 'b']);
});

test('a version that the log of changes no longer reaches is expired', t => {
  const store = createStore({logSize: 4});
  for (let index = 0; index < 20; index++) store.create<StoredConfigMap>(configMap(`a${index}`));
  const error = t.throws(() => store.changesSince('2'), {instanceOf: StatusError});
  t.deepEqual([error?.status.code, error?.status.reason], [410, 'Expired']);
  t.deepEqual(
    store.changesSince('19').map(({object}) => object.metadata.name),
    ['a18', 'a19'],
  );
});

test('whoever starts with the list at any version and follows the changes has what the store has', t => {
  const step = fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    value: fc.constantFrom('1', '2'),
    remove: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, {maxLength: 30}), fc.nat(30), (steps, joinAfter) => {
      const store = createStore();
      const seen = new Map<string, string | undefined>();
      const follow = ({type, object}: Change): void => {
        if (type === 'DELETED') seen.delete(object.metadata.name);
        else seen.set(object.metadata.name, dataOf(object));
      };
      let joined: string | undefined;
      steps.forEach(({name, value, remove}, index) => {
        if (index === joinAfter) {
          joined = store.resourceVersion;
          for (const object of store.list<StoredConfigMap>('ConfigMap')) seen.set(object.metadata.name, dataOf(object));
        }
        const old = store.get<StoredConfigMap>('ConfigMap', 'default', name);
        if (old === undefined) store.create<StoredConfigMap>(configMap(name, {value}));
        else if (remove) store.delete('ConfigMap', 'default', name);
        else store.update<StoredConfigMap>({...old, data: {value}});
      });
      store.changesSince(joined ?? '0').forEach(follow);
      const present = store
        .list<StoredConfigMap>('ConfigMap')
        .map(object => [object.metadata.name, dataOf(object)] as const);
      t.deepEqual(seen, new Map(present));
    }),
  );
});

function dataOf(object: object): string | undefined {
  return 'data' in object ? JSON.stringify(object.data) : undefined;
}
