import type {StepName} from '@image-puller/shared/events';
import type {Step} from '../step.ts';
import {apply} from './apply/index.ts';
import {check} from './check.ts';
import {refresh} from './refresh.ts';
import {remove} from './remove.ts';

/** The steps that events wake, by name. */
export const steps: Readonly<Record<StepName, Step>> = {apply, check, refresh, remove};
