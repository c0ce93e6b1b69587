import {styleText} from 'node:util';
import {createLogUpdate} from 'log-update';
import type {Line, Tone} from '../progress/index.ts';
import {clean} from './clean.ts';
import type {Output, RenderLive, Terminal} from './types.ts';

/** Milliseconds between two drawings: ten a second look smooth. */
const drawEvery = 100;

const styles = {good: 'green', bad: 'red', plain: 'white', quiet: 'dim'} as const satisfies Record<Tone, string>;

/** A terminal, with a region at the bottom that is redrawn. Colours unless NO_COLOR says otherwise. */
export function createLiveTerminal(output: Output, render: RenderLive): Terminal {
  const region = createLogUpdate(output);
  let ended = false;

  // styleText asks the stream, and with it NO_COLOR, whether there are to be colours.
  const paint = ({tone, text}: Line): string =>
    tone === 'plain' ? clean(text) : styleText(styles[tone], clean(text), {stream: output});
  const draw = (): void => {
    const {columns = 80, rows = 24} = output;
    // One column and one row less, since a full line or screen makes some terminals scroll.
    region(
      render({columns: columns - 1, rows: rows - 1})
        .map(paint)
        .join('\n'),
    );
  };
  const timer = setInterval(draw, drawEvery);

  return {
    is: 'live',
    say(...lines) {
      const text = lines.map(paint).join('\n');
      if (ended) {
        output.write(`${text}\n`);
        return;
      }
      region.persist(text);
      draw();
    },
    end() {
      if (ended) return;
      ended = true;
      clearInterval(timer);
      region.clear();
      region.done();
    },
  };
}
