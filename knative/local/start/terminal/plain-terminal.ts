import {clean} from './clean.ts';
import type {Output, Terminal} from './types.ts';

/** Output that is no terminal: lines and nothing else, whatever the environment says of colours. */
export const createPlainTerminal = (output: Output): Terminal => ({
  is: 'plain',
  say(...lines) {
    for (const {text} of lines) output.write(`${clean(text)}\n`);
  },
  end() {},
});
