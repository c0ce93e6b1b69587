export {parseOverrides} from './ce-overrides.ts';
export {createOutbox, type Failure, type Outbox, type OutboxOptions} from './outbox.ts';
export {createSender, NotTakenError, type Send, type SenderOptions} from './sender.ts';
export {brokerSink, namedSink, type Sink} from './sink.ts';
export {tellUnpublished} from './tell-unpublished.ts';
