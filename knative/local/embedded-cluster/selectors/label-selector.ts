import type {LabelSelector} from 'kubernetes-types/meta/v1';
import {badRequest} from '../store/index.ts';

type Labels = Readonly<Record<string, string>>;

/** One condition on labels; all of a selector have to hold. */
export interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';
  readonly values: readonly string[];
}

/**
 * Reads the query parameter `labelSelector`, such as `a=b,c!=d,e in (f,g),!h`.
 *
 * @throws BadRequest (400) for what is no selector.
 */
export function parseLabelSelector(text: string): readonly Requirement[] {
  return text.trim() === '' ? [] : splitOutsideParentheses(text).map(part => parseRequirement(part, text));
}

/** Whether labels satisfy all requirements. */
export function matchesRequirements(requirements: readonly Requirement[], labels: Labels = {}): boolean {
  return requirements.every(requirement => matchesRequirement(requirement, labels));
}

function matchesRequirement({key, operator, values}: Requirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && Number(value) > Number(values[0]);
    case 'Lt':
      return value !== undefined && Number(value) < Number(values[0]);
  }
}

/** Whether labels satisfy a selector as DaemonSets carry it. An empty one matches everything. */
export function matchesSelector({matchLabels = {}, matchExpressions = []}: LabelSelector, labels: Labels): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({key, operator, values = []}) => {
      const known = setOperators.find(each => each === operator);
      return known !== undefined && matchesRequirements([{key, operator: known, values}], labels);
    })
  );
}

const setOperators = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const;

function splitOutsideParentheses(text: string): readonly string[] {
  return text.split(/,(?![^(]*\))/).map(part => part.trim());
}

const name = '[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?';
const value = '(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?';

function parseRequirement(part: string, text: string): Requirement {
  const set = new RegExp(`^(${name})\\s+(in|notin)\\s*\\(([^()]*)\\)$`).exec(part);
  if (set !== null) {
    const [, key = '', operator, list = ''] = set;
    const values = list.split(',').map(each => each.trim());
    if (values.every(each => new RegExp(`^${value}$`).test(each))) {
      return {key, operator: operator === 'in' ? 'In' : 'NotIn', values};
    }
  }
  const compared = new RegExp(`^(${name})\\s*(==|=|!=|>|<)\\s*(${value})$`).exec(part);
  if (compared !== null) {
    const [, key = '', operator = '', right = ''] = compared;
    return {key, operator: comparisons[operator] ?? 'In', values: [right]};
  }
  const existing = new RegExp(`^(!?)\\s*(${name})$`).exec(part);
  if (existing !== null) {
    const [, not, key = ''] = existing;
    return {key, operator: not === '!' ? 'DoesNotExist' : 'Exists', values: []};
  }
  throw badRequest(
    `unable to parse requirement: found '${part}' in labelSelector '${text}'; write key=value, key!=value, key in (a,b), key notin (a,b), key or !key`,
  );
}

const comparisons: Readonly<Record<string, Requirement['operator']>> = {
  '=': 'In',
  '==': 'In',
  '!=': 'NotIn',
  '>': 'Gt',
  '<': 'Lt',
};
