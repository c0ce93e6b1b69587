export {type Broker, startBroker} from './broker.ts';
export {installKnativeKinds, validateStrictly} from './crds/index.ts';
export {sendTick, startSource} from './source.ts';
