import {declare} from './declare.ts';

export const notPublished = declare('NotPublished', {
  type: 'Warning',
  happened:
    'a CloudEvent did not get out: there is no Broker, or it does not take events. What it would have woken runs at the next tick; your own Triggers miss it',
  remedy:
    'what the message says; `kubectl get broker image-puller`. On an in-memory channel without the annotation `messaging.knative.dev/async-handler`, a subscriber of yours that fails is a cause too',
  words: (type: string, why: string) => ({
    about: 'publishing',
    message: `${type} may not have got through: ${why}. A function that waits for it runs at the next tick; others may miss it`,
  }),
});
