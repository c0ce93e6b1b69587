import type {StepName} from '@image-puller/shared/events';
import type {Step} from '../step.ts';
import {apply} from './apply/index.ts';
import {check} from './check/index.ts';
import {refresh} from './refresh/index.ts';
import {remove} from './remove/index.ts';

/** The steps that events wake, by name. */
export const steps: Readonly<Record<StepName, Step>> = {apply, check, refresh, remove};
