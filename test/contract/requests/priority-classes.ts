import type {PriorityClass} from 'kubernetes-types/scheduling/v1';
import {failure} from '../../support/kubernetes/index.ts';
import type {Contract, RequestCluster} from '../contract.ts';
import {speak} from '../support/index.ts';

const classes = '/apis/scheduling.k8s.io/v1/priorityclasses';

export const priorityClassContracts: readonly Contract<RequestCluster>[] = [
  {
    title: 'a PriorityClass preempts by default; its value stays, but it can be deleted and made anew with another',
    check: async (t, cluster) => {
      const {send} = speak(cluster);
      const {namespace: name} = cluster;
      const path = `${classes}/${name}`;
      const build = (value: number, more: Partial<PriorityClass> = {}): PriorityClass => ({
        apiVersion: 'scheduling.k8s.io/v1',
        kind: 'PriorityClass',
        metadata: {name},
        value,
        ...more,
      });
      const preemptionPolicy = 'PreemptLowerPriority';
      t.like(await send('POST', classes, build(-5)), {status: 201, body: {value: -5, preemptionPolicy}});
      const message = 'Forbidden: may not be changed in an update.';
      t.deepEqual((await send('PUT', path, build(5, {preemptionPolicy}))).body, {
        ...failure(422, 'Invalid', `PriorityClass.scheduling.k8s.io "${name}" is invalid: value: ${message}`, {
          name,
          group: 'scheduling.k8s.io',
          kind: 'PriorityClass',
          causes: [{reason: 'FieldValueForbidden', message, field: 'value'}],
        }),
      });
      t.is((await send('DELETE', path)).status, 200);
      t.like(await send('POST', classes, build(0, {preemptionPolicy: 'Never'})), {
        status: 201,
        body: {value: 0, preemptionPolicy: 'Never'},
      });
      t.like(await send('GET', path), {status: 200, body: {metadata: {name}, value: 0, preemptionPolicy: 'Never'}});
      t.is((await send('DELETE', path)).status, 200);
      t.is((await send('GET', path)).status, 404);
    },
  },
];
