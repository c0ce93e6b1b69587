import type {Host} from './host.ts';
import {describeChanges, type Line, nothing, renderLive, type Snapshot} from './progress/index.ts';
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
  /** Shows how far it is: redrawn on a terminal, elsewhere a line for each change. */
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
  const said = new Map<string, number>();

  const isNews = ({text}: Line): boolean => {
    for (const [line, time] of said) if (now() - time > sameWithin) said.delete(line);
    if (said.has(text)) return false;
    said.set(text, now());
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
    report: (...lines) => say(stamp(lines)),
    complain: (...lines) => say(stamp(lines.filter(isNews))),
    show(snapshot) {
      if (terminal.is === 'plain') say(stamp(describeChanges(latest, snapshot)));
      latest = snapshot;
    },
    follow(nodes) {
      readNodes = nodes;
    },
    end: () => terminal.end(),
  };
}
