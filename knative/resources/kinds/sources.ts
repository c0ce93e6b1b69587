import type {LabelSelector, ObjectMeta} from 'kubernetes-types/meta/v1';
import type {Destination} from './eventing.ts';

/** A Knative ApiServerSource: an adapter that watches objects of its namespace and sends an event for each change. */
export interface ApiServerSource {
  readonly apiVersion: 'sources.knative.dev/v1';
  readonly kind: 'ApiServerSource';
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly serviceAccountName: string;
    /** `Reference`: the event names the object; `Resource`: it carries the whole of it. */
    readonly mode: 'Reference' | 'Resource';
    readonly resources: readonly WatchedResource[];
    readonly sink: Destination;
  };
}

/** One kind to watch, and which of its objects. */
export interface WatchedResource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly selector: LabelSelector;
}

/** A Knative PingSource: an event at each time of a cron schedule. */
export interface PingSource {
  readonly apiVersion: 'sources.knative.dev/v1';
  readonly kind: 'PingSource';
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly schedule: string;
    readonly contentType: string;
    readonly data: string;
    readonly sink: Destination;
  };
}
