import {
  type Answered,
  type Asking,
  buildQuestion,
  type Known,
  learn,
  listUnanswered,
  type Question,
  type Subjects,
  type What,
} from '@image-puller/shared/ask';
import type {Context} from '../../step.ts';
import {type Readers, readers} from './readers.ts';

/**
 * Rounds of questions before a decision. A decision needs fewer, unless somebody edits the declaration between two of its reads
 * each time.
 */
const mostRounds = 12;

/** How a decision is asked for. */
export interface Way {
  /** Readers that stand in for the usual ones. */
  readonly readers?: Partial<Readers>;
  /** What is known already. */
  readonly known?: Known;
}

/**
 * Makes a decision: reads exactly what it wants to know, and goes on with that. Writes nothing. Throws what the reads throw.
 */
export async function gather<T>(asking: Asking<T>, context: Context, way: Way = {}): Promise<T> {
  const read = createReader({...readers, ...way.readers}, context);
  let known = way.known ?? {};
  let step = asking.next();
  for (let round = 0; !step.done; round++) {
    if (round === mostRounds) throw new Error(`no decision after ${mostRounds} rounds of questions`);
    known = learn(known, await readAll(listUnanswered(step.value, known), read));
    step = asking.next(known);
  }
  return step.value;
}

/** Makes the answer of a question known beforehand. */
export const foresee = async <W extends What>(what: W, about: Subjects[W], context: Context): Promise<Known> =>
  learn({}, [await createReader(readers, context)(buildQuestion(what, about))]);

/** Answers by the page: one at a time, so that memory does not grow with how many are asked for. */
const paged: ReadonlySet<What> = new Set(['pods', 'freed', 'scouts']);

type Reader = (question: Question) => Promise<Answered>;

async function readAll(wants: readonly Question[], read: Reader): Promise<readonly Answered[]> {
  const answers = await Promise.all(wants.filter(({what}) => !paged.has(what)).map(read));
  for (const question of wants.filter(({what}) => paged.has(what))) answers.push(await read(question));
  return answers;
}

const createReader =
  (by: Readers, context: Context) =>
  async <W extends What>(question: Question<W>): Promise<Answered<W>> => ({
    question,
    answer: await by[question.what](question.about, context),
  });
