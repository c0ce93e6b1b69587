export {type Broker, startBroker} from './broker.ts';
export {sendTick, startSource} from './source.ts';
