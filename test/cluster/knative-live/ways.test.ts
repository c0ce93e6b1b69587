import {liveKnative} from '../needs.ts';
import {testsSharing} from '../share.ts';
import {startKnative} from './index.ts';
import {testWays} from './ways/index.ts';

testsSharing(liveKnative, 'every way to install on Knative', startKnative, testWays);
