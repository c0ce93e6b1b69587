import {liveKnative} from '../needs.ts';
import {testsSharing} from '../share.ts';
import {startKnative} from './index.ts';
import {testEdits} from './tests/edits.ts';
import {testEarlier, testNeighbours} from './tests/neighbours.ts';
import {testTroubles} from './tests/troubles.ts';

testsSharing(liveKnative, 'pullers, images and subscribers that fail on a Knative', startKnative, shared => {
  testEdits(shared);
  testEarlier(shared);
  testNeighbours(shared, {alone: 10, beside: 20});
  testTroubles(shared);
});
