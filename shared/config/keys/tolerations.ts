import type {Toleration} from 'kubernetes-types/core/v1';
import {labelKey, labelValue} from '../../formats/index.ts';
import {
  checked,
  integer,
  list,
  object,
  oneOf,
  optional,
  type Place,
  parseJsonBy,
  reject,
  text,
  warn,
} from '../json/index.ts';
import type {Key} from '../key.ts';
import {quote} from '../quote.ts';

const example = '[{"key":"gpu","operator":"Exists","effect":"NoSchedule"}]';

const fields = object<Toleration>({
  key: optional(text()),
  operator: optional(oneOf(['Exists', 'Equal', 'Lt', 'Gt', ''])),
  value: optional(text()),
  effect: optional(oneOf(['NoSchedule', 'PreferNoSchedule', 'NoExecute', ''])),
  tolerationSeconds: optional(integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)),
});

/** `TOLERATIONS`: taints of nodes that hold the images all the same. */
export const tolerations: Key<readonly Toleration[]> = {
  name: 'TOLERATIONS',
  default: '[]',
  parse: value =>
    parseJsonBy(
      value,
      list(checked(fields, checkToleration)),
      [],
      `write a JSON array of tolerations such as ${example}`,
    ),
  values: 'a JSON array of Kubernetes tolerations',
  example,
  origin: 'Go puller',
  doc: `Tolerations of the pods, so that nodes with taints hold the images too. They are checked by the rules of Kubernetes 1.36: \`Exists\`
has no value, an empty key needs \`Exists\`, \`tolerationSeconds\` needs \`NoExecute\`. An unknown field is left out with a warning. Any
other mistake rejects the configuration. \`Lt\` and \`Gt\` work only if the cluster's feature gate TaintTolerationComparisonOperators is on;
it is off in 1.36, and there is a warning.`,
};

/** The rules of ValidateTolerations, k8s.io/kubernetes/pkg/apis/core/validation (v1.36). */
function checkToleration(
  {key = '', operator = '', value = '', effect = '', tolerationSeconds}: Toleration,
  place: Place,
): void {
  const at = (field: string): Place => ({...place, path: `${place.path}.${field}`});
  if (key !== '' && !labelKey.matches(key))
    reject(at('key'), `${quote(key)} is not ${labelKey.called}`, labelKey.allowed);
  if (key === '' && operator !== 'Exists') {
    reject(place, 'has no key', 'write a "key", or "operator":"Exists" for all taints');
  }
  if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
    reject(
      at('tolerationSeconds'),
      `does not go with the effect ${quote(effect)}`,
      'write "effect":"NoExecute" or leave it out',
    );
  }
  if (operator === 'Exists') {
    if (value !== '')
      reject(at('value'), `${quote(value)} does not go with "Exists"`, 'leave it out, or write "operator":"Equal"');
  } else if (operator === 'Lt' || operator === 'Gt') {
    checkNumber(operator, value, at);
  } else if (!labelValue.matches(value)) {
    reject(at('value'), `${quote(value)} is not ${labelValue.called}`, labelValue.allowed);
  }
}

function checkNumber(operator: string, value: string, at: (field: string) => Place): void {
  const wrong = `${quote(operator)} needs the feature gate TaintTolerationComparisonOperators, off in Kubernetes 1.36`;
  warn(at('operator'), wrong, 'write "Exists" or "Equal" unless the cluster has it on');
  const isInteger = /^(?:0|-?[1-9][0-9]{0,18})$/.test(value) && BigInt.asIntN(64, BigInt(value)) === BigInt(value);
  if (!isInteger)
    reject(at('value'), `${quote(value)} is not a whole number`, `write a 64-bit number in quotes for ${operator}`);
}
