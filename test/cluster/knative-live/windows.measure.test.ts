import {liveKnative} from '../needs.ts';
import {testsSharing} from '../share.ts';
import {startKnative} from './index.ts';
import {testWindows} from './tests/windows.ts';

/** Five minutes, to choose the window and the tick by: only by name. */
testsSharing(liveKnative, 'windows of different lengths on a Knative', startKnative, testWindows);
