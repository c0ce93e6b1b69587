import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {Filter} from '@image-puller/knative/resources';
import {eventTypes, findSteps, routes} from '@image-puller/shared/events';
import test from 'ava';
import fc from 'fast-check';
import {labelsOf, listKind, listNames} from './installation.ts';

type Attributes = Readonly<Record<string, string>>;

/** As the CloudEvents Subscriptions API has it. */
function passes(filter: Filter, event: Attributes): boolean {
  if ('any' in filter) return filter.any.some(nested => passes(nested, event));
  return Object.entries(filter.exact).every(([attribute, value]) => event[attribute] === value);
}

test('the check Trigger takes the tick and open phases', t => {
  const deadLetterSink = {uri: 'http://letters.test'};
  t.deepEqual<unknown, unknown>(listKind('Trigger', {deadLetterSink})[1], {
    apiVersion: 'eventing.knative.dev/v1',
    kind: 'Trigger',
    metadata: {name: 'image-puller-check', namespace: 'k8s-image-puller', labels: labelsOf('check')},
    spec: {
      broker: 'image-puller',
      filters: [
        {
          any: [{exact: {type: 'dev.knative.sources.ping'}}, {exact: {type: 'kubernetes-image-puller.phase.open'}}],
        },
      ],
      subscriber: {ref: {apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'image-puller-check'}},
      delivery: {retry: 4, backoffPolicy: 'exponential', backoffDelay: 'PT1S', deadLetterSink},
    },
  });
});

test('Triggers deliver an event to the steps the routing names, and to no other', t => {
  const triggers = listKind('Trigger');
  const event = fc.record({
    type: fc.oneof(fc.constantFrom(...Object.values(eventTypes)), fc.string({minLength: 1})),
    kind: fc.option(fc.constantFrom('ConfigMap', 'DaemonSet', 'Pod', 'configmap'), {nil: undefined}),
  });
  fc.assert(
    fc.property(event, ({type, kind}) => {
      const attributes = kind === undefined ? {type} : {type, kind};
      const delivered = triggers
        .filter(({spec}) => spec.filters.every(filter => passes(filter, attributes)))
        .map(({metadata}) => metadata.name);
      const expected = findSteps({type, kind}).map(step => `image-puller-${step}`);
      t.deepEqual(new Set(delivered), new Set(expected));
    }),
  );
});

test('every route is in exactly one Trigger, that of its step, and nothing else is', t => {
  const found = listKind('Trigger').flatMap(({metadata, spec}) =>
    spec.filters.flatMap(filter => ('any' in filter ? filter.any : [filter])).map(filter => [metadata.name, filter]),
  );
  const wanted = routes.map(({step, type, kind}) => [`image-puller-${step}`, {exact: kind ? {type, kind} : {type}}]);
  const sorted = (pairs: readonly unknown[]) => pairs.map(pair => JSON.stringify(pair)).sort();
  t.deepEqual(sorted(found), sorted(wanted));
});

test('every subscriber is a Service of the installation, and every Trigger is of its Broker', t => {
  const services = listNames('Service');
  for (const {spec} of listKind('Trigger')) {
    t.true('ref' in spec.subscriber && spec.subscriber.ref.kind === 'Service');
    t.true('ref' in spec.subscriber && services.includes(spec.subscriber.ref.name));
    t.deepEqual([spec.broker], listNames('Broker'));
  }
});

test('without a dead letter sink none is written', t => {
  const deliveries = [...listKind('Broker'), ...listKind('Trigger')].map(({spec}) => spec.delivery);
  t.deepEqual(
    deliveries,
    [3, 8, 4, 4, 8].map(retry => ({retry, backoffPolicy: 'exponential', backoffDelay: 'PT1S'})),
  );
});

test('the dead letter sink is on the Broker and on every Trigger, since one delivery replaces the other as a whole', t => {
  const deadLetterSink = {ref: {apiVersion: 'v1', kind: 'Service', name: 'letters', namespace: 'ops'}};
  const deliveries = [...listKind('Broker', {deadLetterSink}), ...listKind('Trigger', {deadLetterSink})];
  t.deepEqual(
    deliveries.map(({spec}) => spec.delivery.deadLetterSink),
    deliveries.map(() => deadLetterSink),
  );
});

test('docs/knative.md says how often each event is sent again, and within what time', async t => {
  const docs = await readFile(join(import.meta.dirname, '../../../docs/knative.md'), 'utf8');
  const rows = [...listKind('Trigger'), ...listKind('Broker')].map(({kind, metadata, spec: {delivery}}) => {
    const who =
      kind === 'Broker' ? 'of others, without a delivery of its own' : metadata.labels?.['app.kubernetes.io/component'];
    // 1 + 2 + 4 ... seconds.
    return `| ${who} | ${delivery.retry} | ${2 ** delivery.retry - 1} s |`;
  });
  t.deepEqual(
    rows.filter(row => !docs.includes(`\n${row}`)),
    [],
  );
});
