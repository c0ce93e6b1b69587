import type {LabelSelector} from 'kubernetes-types/meta/v1';

/** What kubectl shows where there is nothing. */
export const none = '<none>';
export const unknown = '<unknown>';

/** The time since a timestamp as kubectl shows ages: `5s`, `3m20s`, `7h`, `12d`. */
export function age(timestamp: string | null | undefined, now: Date): string {
  return timestamp ? formatDuration(now.getTime() - Date.parse(timestamp)) : unknown;
}

/** k8s.io/apimachinery, pkg/util/duration: HumanDuration. */
function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(seconds / 3600);
  const days = Math.floor(hours / 24);
  if (seconds < 120) return `${seconds}s`;
  if (minutes < 10) return two(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  if (hours < 8) return two(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  if (hours < 192) return two(days, 'd', hours % 24, 'h');
  if (days < 730) return `${days}d`;
  const years = Math.floor(days / 365);
  return years < 8 ? two(years, 'y', days % 365, 'd') : `${years}y`;
}

function two(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;
}

/** `a=b,c=d`, sorted by key. */
export function formatPairs(pairs: Readonly<Record<string, string>> | undefined): string {
  const list = Object.entries(pairs ?? {})
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`);
  return list.length === 0 ? none : list.join(',');
}

/** A label selector as `kubectl get -o wide` shows it. */
export function formatSelector({matchLabels, matchExpressions = []}: LabelSelector = {}): string {
  const pairs = formatPairs(matchLabels);
  const expressions = matchExpressions.map(({key, operator, values = []}) => {
    if (operator === 'Exists') return key;
    if (operator === 'DoesNotExist') return `!${key}`;
    return `${key} ${operator === 'In' ? 'in' : 'notin'} (${values.join(',')})`;
  });
  return [...(pairs === none ? [] : [pairs]), ...expressions].join(',') || none;
}
