import type {ResourceRequirements} from 'kubernetes-types/core/v1';
import {parseQuantity} from '../../quantity/index.ts';
import {type Cause, invalidValue, required} from './cause.ts';
import {checkQualifiedName} from './names.ts';

/** Resources without a domain that a container may ask for. */
const standard = /^(cpu|memory|ephemeral-storage|hugepages-.+)$/;

type ResourceList = Readonly<Record<string, string>>;

/** Requests and limits of a container: known names, no negative amounts, no request over its limit. */
export function validateResources({limits = {}, requests = {}}: ResourceRequirements, path: string): readonly Cause[] {
  return [
    ...validateList(limits, `${path}.limits`),
    ...validateList(requests, `${path}.requests`),
    ...Object.entries(requests).flatMap(([name, request]) => validateRequest(name, request, limits[name], path)),
  ];
}

function validateList(list: ResourceList, path: string): readonly Cause[] {
  return Object.entries(list).flatMap(([name, amount]) => {
    const field = `${path}[${name}]`;
    const nanos = nanosOf(amount);
    return [
      ...validateName(name, field),
      ...(nanos < 0n ? [invalidValue(field, amount, 'must be greater than or equal to 0')] : []),
      // Devices come whole.
      ...(name.includes('/') && nanos % 1_000_000_000n !== 0n
        ? [invalidValue(field, amount, 'must be an integer')]
        : []),
    ];
  });
}

function validateName(name: string, field: string): readonly Cause[] {
  const wrong = checkQualifiedName(name);
  if (name.includes('/') && wrong.length === 0) return [];
  if (standard.test(name)) return [];
  return [
    ...wrong.map(why => invalidValue(field, name, why)),
    ...(wrong.length === 0 ? [invalidValue(field, name, 'must be a standard resource type or fully qualified')] : []),
    invalidValue(field, name, 'must be a standard resource for containers'),
  ];
}

function validateRequest(name: string, request: string, limit: string | undefined, path: string): readonly Cause[] {
  const overcommits = !name.includes('/') && !name.startsWith('hugepages-');
  if (limit === undefined) {
    return overcommits ? [] : [required(`${path}.limits`, 'Limit must be set for non overcommitable resources')];
  }
  if (!overcommits && nanosOf(request) !== nanosOf(limit)) {
    return [invalidValue(`${path}.requests`, request, `must be equal to ${name} limit of ${limit}`)];
  }
  return nanosOf(request) > nanosOf(limit)
    ? [invalidValue(`${path}.requests`, request, `must be less than or equal to ${name} limit of ${limit}`)]
    : [];
}

function nanosOf(quantity: string): bigint {
  return parseQuantity(quantity)?.nanos ?? 0n;
}
