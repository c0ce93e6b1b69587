import type {Pod} from 'kubernetes-types/core/v1';
import {type Amounts, countPod, leastOf} from './quota.ts';

/** What the pods of a DaemonSet give back when one of them goes, and whether one is about to. */
export interface Freed {
  /** By any one of them; undefined where there is none. */
  readonly least: Amounts | undefined;
  /** One is being deleted. */
  readonly isAnyGoing: boolean;
  /** When one of them became Ready last, or ceased to be, in milliseconds; 0 where none did. */
  readonly lastTurn: number;
}

export const nothingFreed: Freed = {least: undefined, isAnyGoing: false, lastTurn: 0};

/** Adds a page of its pods to what is known of those before: of many pods next to nothing is kept. */
export const addFreed = (sum: Freed, pods: readonly Pod[]): Freed =>
  pods.reduce<Freed>(
    ({least, isAnyGoing, lastTurn}, {metadata, spec, status}) => ({
      least: least === undefined ? countPod(spec) : leastOf(least, countPod(spec)),
      isAnyGoing: isAnyGoing || metadata?.deletionTimestamp !== undefined,
      lastTurn: Math.max(lastTurn, findTurn(status?.conditions)),
    }),
    sum,
  );

type Conditions = NonNullable<Pod['status']>['conditions'];

const findTurn = (conditions: Conditions = []): number =>
  Date.parse(conditions.find(({type}) => type === 'Ready')?.lastTransitionTime ?? '') || 0;
