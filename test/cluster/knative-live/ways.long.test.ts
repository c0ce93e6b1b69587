import {liveKnative} from '../needs.ts';
import {testsSharing} from '../share.ts';
import {startKnative} from './index.ts';
import {testWays} from './ways/index.ts';

testsSharing(liveKnative, 'each way to install on a Knative', startKnative, testWays);
