import type {StoredPod} from '@image-puller/embedded-cluster/controllers';
import type {Simulation} from './simulation.ts';

type Status = NonNullable<NonNullable<StoredPod['status']>['containerStatuses']>[number];

/** What a reader of `kubectl get pod -o yaml` looks at: the phase, why containers wait or run, the true conditions. */
function summarise({status}: StoredPod) {
  const describe = ({name, state = {}, restartCount}: Status): string =>
    `${name} ${state.waiting?.reason ?? state.terminated?.reason ?? 'running'} ${restartCount}`;
  return {
    phase: status?.phase,
    init: status?.initContainerStatuses?.map(describe),
    main: status?.containerStatuses?.map(describe),
    conditions: status?.conditions?.filter(condition => condition.status === 'True').map(({type}) => type),
  };
}

/** Every distinct summary that watchers of the pods get to see, with the milliseconds since the start. */
export function watch({store, clock}: Simulation) {
  const seen: (ReturnType<typeof summarise> & {at: number})[] = [];
  const start = clock.now();
  let last = '';
  store.subscribe(({type, object}) => {
    if (object.kind !== 'Pod' || type === 'DELETED') return;
    const pod = store.get<StoredPod>('Pod', object.metadata.namespace, object.metadata.name);
    if (pod === undefined || pod.metadata.resourceVersion !== object.metadata.resourceVersion) return;
    const summary = summarise(pod);
    if (JSON.stringify(summary) === last) return;
    last = JSON.stringify(summary);
    seen.push({at: clock.now() - start, ...summary});
  });
  return seen;
}
