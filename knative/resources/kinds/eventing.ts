import type {ObjectMeta} from 'kubernetes-types/meta/v1';

/** Where events go: an addressable object of the same namespace unless it says another, or a URI. */
export type Destination = {readonly ref: Reference} | {readonly uri: string};

/** A Knative KReference. */
export interface Reference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** What is done with an event that was not taken (Knative's DeliverySpec). */
export interface Delivery {
  /** How often it is sent again. */
  readonly retry: number;
  readonly backoffPolicy: 'exponential' | 'linear';
  /** ISO 8601 duration. Exponential: the wait before retry n, counted from 0, is this times 2 to the n. */
  readonly backoffDelay: string;
  /** Where it goes after the last retry; without one it is dropped. */
  readonly deadLetterSink?: Destination;
}

/** A Knative Broker: the place events are sent to, and from which Triggers take them. */
export interface Broker {
  readonly apiVersion: 'eventing.knative.dev/v1';
  readonly kind: 'Broker';
  readonly metadata: ObjectMeta;
  /** `delivery` is for Triggers without one of their own. */
  readonly spec: {readonly delivery: Delivery};
}

/** CloudEvents Subscriptions API: `exact` holds where every attribute (or extension) named has exactly this value. */
export type Filter =
  | {readonly exact: Readonly<Record<string, string>>}
  | {readonly any: readonly [Filter, ...(readonly Filter[])]};

/** A Knative Trigger: which events of a Broker go to one subscriber. */
export interface Trigger {
  readonly apiVersion: 'eventing.knative.dev/v1';
  readonly kind: 'Trigger';
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly broker: string;
    /** All have to hold. */
    readonly filters: readonly Filter[];
    readonly subscriber: Destination;
    readonly delivery: Delivery;
  };
}
