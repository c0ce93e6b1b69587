import {getSystemErrorMap} from 'node:util';

/** What an error of the operating system means: `permission denied`, without the code and the call that failed. */
export function explainSystemError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  return [...getSystemErrorMap().values()].find(([name]) => name === code)?.[1] ?? error.message;
}
