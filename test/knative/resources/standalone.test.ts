import {grants, standaloneGrants} from '@image-puller/knative/resources';
import test from 'ava';

/** Each right on a line of its own. */
const list = (all: readonly {readonly group: string; readonly resource: string; readonly verbs: readonly string[]}[]) =>
  all.flatMap(({group, resource, verbs}) => verbs.map(verb => `${verb} ${group}/${resource}`));

test('one process for all functions may do what they and their source may, save finding a Broker, and nothing else', t => {
  const granted = list(standaloneGrants);
  const all = new Set(list(Object.values(grants).flat()));
  t.true(all.delete('get eventing.knative.dev/brokers'));
  t.deepEqual(granted.toSorted(), [...all].toSorted());
  t.is(new Set(standaloneGrants.map(({group, resource}) => `${group}/${resource}`)).size, standaloneGrants.length);
});
