export {type Broker, type Delivery, startBroker} from './broker.ts';
export {type Source, sendTick, startSource} from './source.ts';
