import {liveKnative} from '../needs.ts';
import {testsSharing} from '../share.ts';
import {startKnative} from './index.ts';
import {testEdits} from './tests/edits.ts';
import {testFolding} from './tests/folding.ts';
import {testNeighbours} from './tests/neighbours.ts';
import {testRest} from './tests/rest.ts';
import {testTroubles} from './tests/troubles.ts';
import {testUninstall} from './tests/uninstall.ts';
import {testWays} from './ways/index.ts';

/**
 * In this order: each goes on with what the one before has left, the ways in namespaces of their own. What takes longer is in
 * long.test.ts.
 */
testsSharing(liveKnative, 'the manifests on a Knative that runs', startKnative, shared => {
  testEdits(shared);
  testFolding(shared);
  // Twenty of them are in long.test.ts.
  testNeighbours(shared, {alone: 3, beside: 6});
  testTroubles(shared);
  testRest(shared);
  testUninstall(shared);
  testWays(shared);
});
