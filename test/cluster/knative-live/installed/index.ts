export {
  type Installation,
  installSynchronous,
  knativeKinds,
  renderedObjects,
  viewInstallation,
} from './installation.ts';
export {type LivePuller, patience} from './puller.ts';
export {type Instance, recordFunctions} from './recorder.ts';
export {addTrigger, findClosedPort, type Heard, startSubscriber} from './subscriber.ts';
export {addWebhook, isDown, startSilentWebhook} from './webhook.ts';
