export {configMap} from './config-map.ts';
export {daemonSet} from './daemon-set.ts';
export {decode} from './decode.ts';
export {meansTheSame} from './equal.ts';
export {event} from './event.ts';
export {objectMeta} from './meta.ts';
export {namespace} from './namespace.ts';
export {node} from './node.ts';
export {
  isJsonObject,
  type Json,
  type JsonObject,
  type ListOf,
  type Scalar,
  type Schema,
  type Struct,
} from './notation.ts';
export {pod, podTemplateSpec} from './pod.ts';
export {priorityClass} from './priority-class.ts';
export {DecodeError, NotImitatedError} from './scalars.ts';
export {serviceAccount} from './service-account.ts';
