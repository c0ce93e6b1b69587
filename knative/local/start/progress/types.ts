import type {PullerStatus} from '@image-puller/functions';

/** One pull under way on a simulated node. */
export interface PullView {
  readonly image: string;
  readonly sizeBytes: number;
  /** From 0 to 1. */
  readonly fraction: number;
}

/** A simulated node. */
export interface NodeView {
  readonly node: string;
  /** As in `GOARCH`. */
  readonly arch: string;
  readonly ready: boolean;
  readonly pulling: readonly PullView[];
  /** How many images are on its disk, the one of the holder left out. */
  readonly images: number;
}

/** What is known at one moment. */
export interface Snapshot {
  /** None for a real cluster, whose nodes do not say how far a pull is. */
  readonly nodes: readonly NodeView[];
  readonly pullers: readonly PullerStatus[];
}

/** How a line is meant; the terminal makes a colour of it, or nothing. */
export type Tone = 'good' | 'bad' | 'plain' | 'quiet';

/** One line for the user. */
export interface Line {
  readonly tone: Tone;
  readonly text: string;
  /** What it passes on, and from where: where both tell the same, one line is enough. */
  readonly about?: {readonly source: 'Event' | 'status'; readonly words: string};
}

export const nothing: Snapshot = {nodes: [], pullers: []};
