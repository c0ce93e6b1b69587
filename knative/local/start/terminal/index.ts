import {createLiveTerminal} from './live-terminal.ts';
import {createPlainTerminal} from './plain-terminal.ts';
import type {Output, RenderLive, Terminal} from './types.ts';

export {clean} from './clean.ts';
export type {Output, RenderLive, Terminal} from './types.ts';

/** A terminal that redraws where the output is one that can, or else plain lines. `kind` is the environment's TERM. */
export const createTerminal = (output: Output, kind: string | undefined, render: RenderLive): Terminal =>
  output.isTTY && kind !== 'dumb' ? createLiveTerminal(output, render) : createPlainTerminal(output);
