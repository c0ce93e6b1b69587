/** RFC 3339, read and written back in UTC: whole seconds, or microseconds for a MicroTime. Undefined for what is no time. */
export function decodeTime(text: string, type: 'time' | 'microTime'): string | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/.exec(text);
  if (match === null) return undefined;
  const [, seconds, fraction = '', zone] = match;
  const milliseconds = Date.parse(`${seconds}${zone}`);
  if (Number.isNaN(milliseconds)) return undefined;
  const whole = new Date(milliseconds).toISOString().slice(0, 19);
  return type === 'time' ? `${whole}Z` : `${whole}${(fraction || '.').slice(0, 7).padEnd(7, '0')}Z`;
}
