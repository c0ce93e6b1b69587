import {liveKnative} from '../needs.ts';
import {testsSharing} from '../share.ts';
import {startKnative} from './index.ts';
import {testEdits} from './tests/edits.ts';
import {testFolding} from './tests/folding.ts';
import {testEarlier} from './tests/neighbours.ts';
import {testRest} from './tests/rest.ts';
import {testUninstall} from './tests/uninstall.ts';

/** In this order: each goes on with what the one before has left. What takes longer is in the files *.long.test.ts. */
testsSharing(liveKnative, 'the manifests on a Knative that runs', startKnative, shared => {
  testEdits(shared);
  testFolding(shared);
  testEarlier(shared);
  testRest(shared);
  testUninstall(shared);
});
