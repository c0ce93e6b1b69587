export {type Coalescer, createCoalescer, type Woken} from './coalesce.ts';
export {buildKey, type Delivery, deliver, type Invoke} from './deliver.ts';
export {buildEntry, type ClientError, type Delivered, type InvocationEntry, type Severity} from './entry.ts';
