import type {Host} from './host.ts';
import {describeNews, describeSteps, type Line, nothing, renderLive, type Snapshot} from './progress/index.ts';
import {createTerminal} from './terminal/index.ts';

/** What the user sees. */
export interface Screen {
  /** The start, by the clock of the host. */
  readonly began: number;
  /** Lines as they are. */
  say(...lines: readonly Line[]): void;
  /** Something that happened: with the seconds since the start. */
  report(...lines: readonly Line[]): void;
  /** The same for what goes wrong: not twice within a short time. */
  complain(...lines: readonly Line[]): void;
  /** Shows what has happened, and how far it is: that is redrawn on a terminal, elsewhere it is a line for each step. */
  show(snapshot: Snapshot): void;
  /** Where the fractions of pulls come from, between two snapshots. */
  follow(nodes: () => Snapshot['nodes']): void;
  /** Nothing is redrawn any more. */
  end(): void;
}

/** Milliseconds in which the same line is not said again: two watches lose the same connection, say. */
const sameWithin = 10_000;

export function createScreen({output, terminalKind, now}: Pick<Host, 'output' | 'terminalKind' | 'now'>): Screen {
  const began = now();
  let latest: Snapshot = nothing;
  let readNodes = (): Snapshot['nodes'] => [];
  const terminal = createTerminal(output, terminalKind, room => renderLive({...latest, nodes: readNodes()}, room));
  const said = createMemory(now);
  const sources = {Event: createMemory(now), status: createMemory(now)} as const;

  /** Of an Event and the status that say the same, the first is told. */
  const isFirst = ({about}: Line): boolean => {
    if (about === undefined) return true;
    const {source, words} = about;
    if (sources[source === 'Event' ? 'status' : 'Event'].has(words)) return false;
    sources[source].add(words);
    return true;
  };
  const stamp = (lines: readonly Line[]): readonly Line[] => {
    const seconds = `${((now() - began) / 1000).toFixed(1)} s`.padStart(8);
    return lines.map(({tone, text}) => ({tone, text: `${seconds}  ${text}`}));
  };
  const say = (lines: readonly Line[]): void => {
    if (lines.length > 0) terminal.say(...lines);
  };

  return {
    began,
    say: (...lines) => say(lines),
    report: (...lines) => say(stamp(lines.filter(isFirst))),
    complain: (...lines) => say(stamp(lines.filter(({text}) => said.add(text)))),
    show(snapshot) {
      say(stamp(describeNews(latest, snapshot).filter(isFirst)));
      if (terminal.is === 'plain') say(stamp(describeSteps(latest, snapshot)));
      latest = snapshot;
    },
    follow(nodes) {
      readNodes = nodes;
    },
    end: () => terminal.end(),
  };
}

/** What was said a short time ago. */
function createMemory(now: () => number) {
  const times = new Map<string, number>();
  const forget = (): void => {
    for (const [words, time] of times) if (now() - time > sameWithin) times.delete(words);
  };
  const has = (words: string): boolean => {
    forget();
    return times.has(words);
  };
  return {
    has,
    /** Whether it is new. */
    add(words: string): boolean {
      const isNew = !has(words);
      if (isNew) times.set(words, now());
      return isNew;
    },
  };
}
