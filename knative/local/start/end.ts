/** How the end is asked for, and by whom. */
export interface End {
  /** Aborted when it is to end. */
  readonly signal: AbortSignal;
  /** Asks for it: the output is closed, say. */
  ask(): void;
}

/** What is needed of Node's process. */
export type EndingProcess = Pick<NodeJS.Process, 'on' | 'exit' | 'ppid' | 'env'>;

const signals = {SIGINT: 130, SIGTERM: 143, SIGHUP: 129} as const;

/**
 * Milliseconds in which a second signal is the same one: Ctrl-C reaches this process from the terminal and again from
 * npm, which passes on what it gets.
 */
const echo = 500;

/** Milliseconds between two looks at who started this process. */
const lookEvery = 500;

/** The first signal asks for an orderly end, a second one exits at once, with the status that shells give it. */
export function listenForEnd(node: EndingProcess, now: () => number): End {
  const asked = new AbortController();
  let first: number | undefined;
  for (const [signal, status] of Object.entries(signals)) {
    node.on(signal, () => {
      if (first !== undefined && now() - first > echo) node.exit(status);
      first ??= now();
      asked.abort();
    });
  }
  // A signal that ends npm ends the shell between npm and this process, which passes nothing on.
  if (node.env.npm_lifecycle_event === 'start') {
    const parent = node.ppid;
    const timer = setInterval(() => {
      if (node.ppid !== parent) asked.abort();
    }, lookEvery).unref();
    asked.signal.addEventListener('abort', () => clearInterval(timer));
  }
  return {signal: asked.signal, ask: () => asked.abort()};
}
