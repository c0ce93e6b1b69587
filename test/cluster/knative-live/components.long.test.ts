import {liveKnative} from '../needs.ts';
import {testsSharing} from '../share.ts';
import {startKnative} from './index.ts';
import {testBrokerAgain} from './tests/broker-again.ts';
import {testComponents} from './tests/components.ts';
import {testTickOnly} from './tests/tick-only.ts';

testsSharing(liveKnative, 'a Knative of which parts fail', startKnative, shared => {
  testComponents(shared);
  testBrokerAgain(shared, 'components');
  testTickOnly(shared);
});
