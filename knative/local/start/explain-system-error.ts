import {getSystemErrorMap} from 'node:util';

/** What an error of the operating system means: `permission denied`, without the code and the call that failed. */
export function explainSystemError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const number = 'errno' in error && typeof error.errno === 'number' ? error.errno : undefined;
  return (number === undefined ? undefined : getSystemErrorMap().get(number)?.[1]) ?? error.message;
}
