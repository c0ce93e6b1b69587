/**
 * Kubernetes quantities: `200m`, `.2`, `10Mi`, `1e3`. The rules are those of k8s.io/apimachinery, pkg/api/resource:
 * nothing below a nano, and one canonical way of writing each value in each of its three formats.
 */
export interface Quantity {
  /** In billionths (nano). */
  readonly nanos: bigint;
  readonly format: 'BinarySI' | 'DecimalSI' | 'DecimalExponent';
}

/** The words of the API server for what is no quantity. */
export const quantityRule =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

const nano = 1_000_000_000n;
const binarySuffixes: readonly string[] = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
/** By power of 1000; index 3 is one. */
const decimalSuffixes: readonly string[] = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];

/** Reads a quantity; undefined for what is none. What is smaller than a nano is rounded up, away from zero. */
export function parseQuantity(text: string): Quantity | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(.*)$/s.exec(text);
  const [, sign, whole = '', fraction = '', suffix = ''] = match ?? [];
  if (match === null || text === '') return undefined;
  const scale = readSuffix(suffix);
  if (scale === undefined) return undefined;
  const digits = BigInt(`0${whole}${fraction}`) * scale.numerator * nano;
  const divisor = 10n ** BigInt(fraction.length) * scale.denominator;
  const magnitude = (digits + divisor - 1n) / divisor;
  return {nanos: sign === '-' ? -magnitude : magnitude, format: scale.format};
}

interface Scale {
  readonly numerator: bigint;
  readonly denominator: bigint;
  readonly format: Quantity['format'];
}

function readSuffix(suffix: string): Scale | undefined {
  const binary = binarySuffixes.indexOf(suffix);
  if (binary > 0) return {numerator: 1024n ** BigInt(binary), denominator: 1n, format: 'BinarySI'};
  const decimal = decimalSuffixes.indexOf(suffix);
  if (decimal >= 0) return {...powerOfTen((decimal - 3) * 3), format: 'DecimalSI'};
  const exponent = /^[eE]([+-]?\d{1,3})$/.exec(suffix)?.[1];
  return exponent === undefined ? undefined : {...powerOfTen(Number(exponent)), format: 'DecimalExponent'};
}

function powerOfTen(exponent: number): {numerator: bigint; denominator: bigint} {
  return exponent >= 0
    ? {numerator: 10n ** BigInt(exponent), denominator: 1n}
    : {numerator: 1n, denominator: 10n ** BigInt(-exponent)};
}

/** The canonical text: no fraction, the largest suffix with which the number is whole. */
export function formatQuantity({nanos, format}: Quantity): string {
  const magnitude = nanos < 0n ? -nanos : nanos;
  const sign = nanos < 0n ? '-' : '';
  if (magnitude === 0n) return '0';
  // Small or broken numbers of bytes are written decimally, as the API server does.
  if (format === 'BinarySI' && magnitude >= 1024n * nano && magnitude % nano === 0n) {
    const [mantissa, power] = reduce(magnitude / nano, 1024n, binarySuffixes.length - 1);
    return `${sign}${mantissa}${binarySuffixes[power]}`;
  }
  const [mantissa, power] = reduce(magnitude, 1000n, decimalSuffixes.length - 1);
  if (format !== 'DecimalExponent') return `${sign}${mantissa}${decimalSuffixes[power]}`;
  const exponent = (power - 3) * 3;
  return `${sign}${mantissa}${exponent === 0 ? '' : `e${exponent}`}`;
}

/** Takes out a factor as often as it goes without rest, at most `most` times. */
function reduce(value: bigint, factor: bigint, most: number): readonly [mantissa: bigint, power: number] {
  let mantissa = value;
  let power = 0;
  while (power < most && mantissa % factor === 0n) {
    mantissa /= factor;
    power += 1;
  }
  return [mantissa, power];
}

/** Rounds up to a thousandth: what the API server does to every resource of a container. */
export function roundUpToMilli(quantity: Quantity): Quantity {
  const milli = 1_000_000n;
  const rest = ((quantity.nanos % milli) + milli) % milli;
  return rest === 0n ? quantity : {...quantity, nanos: quantity.nanos - rest + milli};
}
