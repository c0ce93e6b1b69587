/** For what a test prints: `1.25 s`. */
export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;

/** Milliseconds since a moment of `performance.now`, in the same words. */
export const since = (begun: number): string => seconds(performance.now() - begun);
