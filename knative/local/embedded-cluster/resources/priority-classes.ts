import {priorityClass} from '../schema/index.ts';
import type {StoredPriorityClass, Unstored} from '../store/index.ts';
import type {Resource} from './resource.ts';
import {
  type Cause,
  forbidden,
  invalidValue,
  unsupported,
  validateMetadata,
  validateMetadataUpdate,
} from './validation/index.ts';

export const priorityClasses: Resource<StoredPriorityClass> = {
  kind: 'PriorityClass',
  schema: priorityClass,
  hasStatus: false,
  selectable: [],
  complete: object => object,
  prepareCreate: object => object,
  prepareUpdate: object => object,
  validate: object => [...validateMetadata(object.metadata), ...validateClass(object)],
  validateUpdate: (object, old) => [
    ...validateMetadataUpdate(object.metadata, old.metadata),
    ...(object.value === old.value ? [] : [forbidden('value', 'may not be changed in an update.')]),
    ...(object.preemptionPolicy === old.preemptionPolicy
      ? []
      : [invalidValue('preemptionPolicy', object.preemptionPolicy, 'field is immutable')]),
  ],
  warn: () => [],
};

/** Of a user's class; what is above is Kubernetes' own (pkg/apis/scheduling: HighestUserDefinablePriority). */
const highest = 1_000_000_000;
const policies = ['Never', 'PreemptLowerPriority'];

const validateClass = ({value, preemptionPolicy = ''}: Unstored<StoredPriorityClass>): readonly Cause[] => [
  ...(value > highest ? [forbidden('value', `maximum allowed value of a user defined priority is ${highest}`)] : []),
  ...(policies.includes(preemptionPolicy) ? [] : [unsupported('preemptionPolicy', preemptionPolicy, policies)]),
];
