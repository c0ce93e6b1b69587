import type {DaemonSetSpec} from 'kubernetes-types/apps/v1';
import type {LabelSelector} from 'kubernetes-types/meta/v1';
import {matchesSelector} from '../../selectors/index.ts';
import {type Cause, forbidden, invalidValue, required, unsupported} from './cause.ts';
import {validateLabelsAndAnnotations} from './metadata.ts';
import {validatePodSpec} from './pod-spec.ts';
import {validateLabelSelector} from './scheduling.ts';

/** The rules for a DaemonSet's spec, in the order in which the API server lists them. */
export function validateDaemonSetSpec(spec: DaemonSetSpec): readonly Cause[] {
  const {template, minReadySeconds = 0, revisionHistoryLimit = 0} = spec;
  const wrongSelector = validateLabelSelector(spec.selector ?? {}, 'spec.selector');
  const podSpec = template.spec ?? {containers: []};
  return [
    ...(wrongSelector.length > 0 ? wrongSelector : validateMatch(spec.selector, template.metadata?.labels)),
    ...validateLabelsAndAnnotations(template.metadata ?? {}, 'spec.template'),
    ...validatePodSpec(podSpec, 'spec.template.spec'),
    ...(podSpec.restartPolicy === 'Always'
      ? []
      : [unsupported('spec.template.spec.restartPolicy', podSpec.restartPolicy ?? '', ['Always'])]),
    ...(podSpec.activeDeadlineSeconds === undefined
      ? []
      : [forbidden('spec.template.spec.activeDeadlineSeconds', 'activeDeadlineSeconds in DaemonSet is not Supported')]),
    ...validateNotNegative(minReadySeconds, 'spec.minReadySeconds'),
    ...validateUpdateStrategy(spec.updateStrategy ?? {}),
    ...validateNotNegative(revisionHistoryLimit, 'spec.revisionHistoryLimit'),
  ];
}

function validateMatch(
  selector: LabelSelector | undefined,
  labels: Readonly<Record<string, string>> | undefined,
): readonly Cause[] {
  const isEmpty =
    selector !== undefined &&
    Object.keys({...selector.matchLabels}).length + (selector.matchExpressions ?? []).length === 0;
  const matches = selector !== undefined && matchesSelector(selector, labels ?? {});
  return [
    ...(matches
      ? []
      : [invalidValue('spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`')]),
    ...(isEmpty ? [invalidValue('spec.selector', selector, 'empty selector is invalid for daemonset')] : []),
  ];
}

function validateNotNegative(value: number, field: string): readonly Cause[] {
  return value < 0 ? [invalidValue(field, value, 'must be greater than or equal to 0')] : [];
}

function validateUpdateStrategy(strategy: NonNullable<DaemonSetSpec['updateStrategy']>): readonly Cause[] {
  const {type = '', rollingUpdate} = strategy;
  if (type === 'OnDelete') return [];
  if (type !== 'RollingUpdate') {
    const given = {Type: type, RollingUpdate: rollingUpdate ?? null};
    return [unsupported('spec.updateStrategy', given, ['RollingUpdate', 'OnDelete'])];
  }
  const path = 'spec.updateStrategy.rollingUpdate';
  if (rollingUpdate === undefined) return [required(path)];
  const {maxUnavailable = 0, maxSurge = 0} = rollingUpdate;
  return [
    ...validateAmount(maxUnavailable, `${path}.maxUnavailable`),
    ...validateAmount(maxSurge, `${path}.maxSurge`),
    ...(isSet(maxUnavailable) && isSet(maxSurge)
      ? [invalidValue(`${path}.maxSurge`, maxSurge, 'may not be set when maxUnavailable is non-zero')]
      : []),
    ...(isSet(maxUnavailable) || isSet(maxSurge)
      ? []
      : [required(`${path}.maxUnavailable`, 'cannot be 0 when maxSurge is 0')]),
  ];
}

/** A number of nodes, or a percentage of them. */
function validateAmount(amount: number | string, field: string): readonly Cause[] {
  if (typeof amount === 'number') return validateNotNegative(amount, field);
  if (!/^[0-9]+%$/.test(amount)) {
    const rule =
      "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";
    return [invalidValue(field, amount, rule)];
  }
  return Number.parseInt(amount, 10) > 100 ? [invalidValue(field, amount, 'must not be greater than 100%')] : [];
}

/** A negative number is set, and wrong elsewhere; text that is no percentage counts as nothing. */
function isSet(amount: number | string): boolean {
  return typeof amount === 'number' ? amount !== 0 : /^[0-9]+%$/.test(amount) && Number.parseInt(amount, 10) !== 0;
}
