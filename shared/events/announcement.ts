import type {EventType} from './types.ts';

/** A CloudEvent to send: what happened to which puller (its ConfigMap), with data for those who want to know more. */
export interface Announcement {
  readonly type: EventType;
  readonly puller: {readonly namespace: string; readonly name: string};
  readonly data?: Readonly<Record<string, unknown>>;
}
