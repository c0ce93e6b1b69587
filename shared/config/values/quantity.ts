/** How a quantity was written, which is how its canonical form is written too. */
export type QuantityFormat = 'BinarySI' | 'DecimalSI' | 'DecimalExponent';

/** A Kubernetes quantity, exact to the smallest part Kubernetes knows. */
export interface Quantity {
  /** Billionths of the unit (core, byte). */
  readonly nano: bigint;
  readonly format: QuantityFormat;
}

const quantityPattern = /^([+-]?)([0-9]*)(?:\.([0-9]*))?([KMGTPE]i|[numkMGTPE]?|[eE][+-]?[0-9]+)$/;
const decimals = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
]);
const binaries = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const;
const unit = 10n ** 9n;
const largest = (2n ** 63n - 1n) * unit;
/** No quantity that means anything is longer; it bounds the arithmetic below. */
const longest = 64;

/**
 * A quantity by the grammar in the documentation of k8s.io/apimachinery, pkg/api/resource: `.2`, `200m`, `1e3`, `20Mi`.
 * What is finer than a billionth is rounded up, as there. Undefined for what the grammar does not know and for numbers
 * over 2^63-1. Stricter than Go's parser in three things nobody means: no digit at all (`Mi`, `.`: zero there), numbers
 * over 2^63-1 (capped there for `Ki` to `Ei`, kept otherwise), and more than 64 characters.
 */
export function parseQuantity(text: string): Quantity | undefined {
  const match = text.length <= longest ? quantityPattern.exec(text) : null;
  const [, sign, whole = '', fraction = '', suffix = ''] = match ?? [];
  if (sign === undefined || whole + fraction === '') return undefined;
  const digits = BigInt(whole + fraction);
  const magnitude = scale(digits, fraction.length, suffix);
  if (magnitude > largest) return undefined;
  const format = formatOf(suffix);
  return {
    nano: sign === '-' ? -magnitude : magnitude,
    format: format === 'BinarySI' && magnitude < unit ? 'DecimalSI' : format,
  };
}

/** Negative where a is less than b, 0 where they are equal (`.2` and `200m`), positive where a is more; undefined where one is no quantity. */
export function compareQuantities(a: string, b: string): number | undefined {
  const [first, second] = [parseQuantity(a), parseQuantity(b)];
  if (first === undefined || second === undefined) return undefined;
  return first.nano < second.nano ? -1 : first.nano > second.nano ? 1 : 0;
}

/**
 * The canonical form of the same documentation: no fraction, the largest suffix that loses nothing: `.2` is `200m`,
 * `1.5Gi` is `1536Mi`. (Go keeps some texts as they came, such as `1.500`; that is not followed.)
 */
export function formatQuantity({nano, format}: Quantity): string {
  const magnitude = nano < 0n ? -nano : nano;
  if (magnitude === 0n) return '0';
  const sign = nano < 0n ? '-' : '';
  if (format === 'BinarySI' && magnitude % unit === 0n && magnitude >= 1024n * unit) {
    const [amount, times] = divideOut(magnitude / unit, 1024n);
    return `${sign}${amount}${binaries[times] ?? ''}`;
  }
  const [amount, thousands] = divideOut(magnitude, 1000n);
  const exponent = thousands * 3 - 9;
  return `${sign}${amount}${format === 'DecimalExponent' ? exponentSuffix(exponent) : decimalSuffix(exponent)}`;
}

/** `digits`, of which `places` are behind the point, times the suffix, in billionths, rounded up. */
function scale(digits: bigint, places: number, suffix: string): bigint {
  const doublings = binaries.findIndex(binary => binary !== '' && binary === suffix) * 10;
  const exponent = decimals.get(suffix) ?? (doublings > 0 ? 0 : Number(suffix.slice(1)));
  const power = exponent - places + 9;
  const factored = doublings > 0 ? digits << BigInt(doublings) : digits;
  if (factored === 0n) return 0n;
  if (power > longest) return largest + 1n;
  if (power >= 0) return factored * 10n ** BigInt(power);
  const divisor = 10n ** BigInt(Math.min(-power, 2 * longest));
  return (factored + divisor - 1n) / divisor;
}

function formatOf(suffix: string): QuantityFormat {
  if (suffix.endsWith('i')) return 'BinarySI';
  return decimals.has(suffix) ? 'DecimalSI' : 'DecimalExponent';
}

function divideOut(amount: bigint, factor: bigint): [bigint, number] {
  let rest = amount;
  let times = 0;
  while (rest % factor === 0n) {
    rest /= factor;
    times += 1;
  }
  return [rest, times];
}

function decimalSuffix(exponent: number): string {
  return [...decimals].find(([, value]) => value === exponent)?.[0] ?? '';
}

function exponentSuffix(exponent: number): string {
  return exponent === 0 ? '' : `e${exponent}`;
}
