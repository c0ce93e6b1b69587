import {type StepName, steps} from '@image-puller/shared/events';

/** Everything that one image can run as. */
const targets = [...steps, 'status', 'standalone'] as const;

/** One of `targets`. */
export type Target = StepName | 'status' | 'standalone';

/** Where to listen, and as what. */
export interface Environment {
  /** `FUNCTION_TARGET`. */
  readonly target: Target;
  /** `PORT`, 8080 by default; 0 picks a free one. */
  readonly port: number;
  /** `HOST`; undefined listens on all addresses. */
  readonly host: string | undefined;
}

/** Reads what Knative and the Functions Framework agree on (`FUNCTION_TARGET`, `PORT`), or says what is wrong with it. */
export function parseEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Environment | {readonly problem: string} {
  const target = targets.find(name => name === env.FUNCTION_TARGET);
  if (target === undefined) {
    const found = env.FUNCTION_TARGET ? `is ${JSON.stringify(env.FUNCTION_TARGET.slice(0, 64))}` : 'is not set';
    return {problem: `FUNCTION_TARGET ${found}: set it to one of ${targets.join(', ')}`};
  }
  const text = env.PORT || '8080';
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) {
    return {
      problem: `PORT is ${JSON.stringify(text.slice(0, 64))}: set it to a number from 0 (any free port) to 65535`,
    };
  }
  return {target, port, host: env.HOST || undefined};
}
