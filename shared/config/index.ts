export {describeKeys} from './docs.ts';
export type {Key} from './key.ts';
export {allKeys, keys} from './keys/index.ts';
export {findDaemonSetName, parseConfig} from './parse-config.ts';
export {formatProblem} from './problem.ts';
export {quote} from './quote.ts';
export {registryOf} from './registry-of.ts';
export type {
  ConfigDefaults,
  Finding,
  NamedImage,
  Parsed,
  ParsedConfig,
  Problem,
  PullerConfig,
  RefreshPolicy,
} from './types.ts';
export {
  compareQuantities,
  formatQuantity,
  type ImageReference,
  parseImageReference,
  parseQuantity,
  type Quantity,
  type QuantityFormat,
} from './values/index.ts';
