import {setTimeout as delay} from 'node:timers/promises';
import type {ExecutionContext} from 'ava';

/** What a watch has sent so far. */
export interface WatchStream {
  readonly status: number;
  /** Waits for that many lines, or for the end; fails with what came when neither comes within 5 s. */
  take(count: number): Promise<readonly WatchLine[]>;
  /** Resolves when the server has closed the stream. */
  readonly ended: Promise<void>;
}

export interface WatchLine {
  readonly type: string;
  readonly object: {
    readonly kind?: string;
    readonly metadata?: {
      readonly name?: string;
      readonly resourceVersion?: string;
      readonly labels?: object;
      readonly annotations?: object;
    };
    readonly data?: object;
    readonly rows?: readonly {readonly cells: readonly unknown[]}[];
    readonly columnDefinitions?: unknown;
    readonly code?: number;
    readonly reason?: string;
  };
}

/** Opens a watch; it is closed with the test. */
export async function openWatch(
  t: ExecutionContext,
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<WatchStream> {
  const controller = new AbortController();
  t.teardown(() => controller.abort());
  const response = await fetch(url, {headers, signal: controller.signal});
  const lines: WatchLine[] = [];
  const read = async (): Promise<void> => {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, {stream: true});
      const complete = text.split('\n');
      text = complete.pop() ?? '';
      for (const line of complete) lines.push(JSON.parse(line));
    }
  };
  const ended = read().catch(error => {
    if (!controller.signal.aborted) throw error;
  });
  return {
    status: response.status,
    ended,
    async take(count) {
      const deadline = Date.now() + 5000;
      let over = false;
      void ended.then(() => {
        over = true;
      });
      while (lines.length < count && !over) {
        if (Date.now() > deadline) throw new Error(`${count} lines expected, these came: ${JSON.stringify(lines)}`);
        await delay(5);
      }
      return lines.slice(0, count);
    },
  };
}
