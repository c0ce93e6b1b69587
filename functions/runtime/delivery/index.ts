export {type Coalescer, createCoalescer, type Woken} from './coalesce.ts';
export {buildKey, type Delivery, deliver, type Invoke} from './deliver.ts';
export {buildEntry, type Delivered, type InvocationEntry, type Refusal, type Severity} from './entry.ts';
