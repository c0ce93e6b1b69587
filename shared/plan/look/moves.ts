import {assessSlots} from '../../decide/index.ts';
import {
  buildLanes,
  decideIsolation,
  type IsolationDecision,
  type IsolationNews,
  type IsolationNotes,
} from '../../lanes/index.ts';
import {annotations} from '../../names/index.ts';
import {sayIsolation} from '../../tell/index.ts';
import {buildNews, listChanges, type News} from '../news.ts';
import type {PlannedPuller} from '../puller.ts';
import type {PlannedView} from '../views.ts';

/** Which images are to be held apart, or come back. */
export interface Moves {
  /** One for each image that something becomes of, and others. */
  readonly news: readonly News[];
  /** The note asks for other lanes: apply has something to do. */
  readonly isDue: boolean;
  /** An image is on its way from one DaemonSet to another, or may soon be. */
  readonly isOpen: boolean;
}

/** Decides which images are held apart, because they fail. apply builds the lanes by the note on main's DaemonSet. */
export function assessMoves(
  main: PlannedView,
  isolated: readonly PlannedView[],
  {config, notes}: PlannedPuller,
  isSettled: boolean,
  now: Date,
): Moves {
  const byName = new Map(isolated.flatMap(({plan, byNode}) => plan.lane.images.map(({name}) => [name, byNode])));
  const waves = [main, ...isolated].map(({plan, ...view}) => ({
    ...view,
    lane: plan.lane,
    isDue: plan.action.do === 'create' || plan.action.do === 'replace',
  }));
  const slots = assessSlots(config, waves, now);
  const decision = decideIsolation({config, notes, main: main.byNode, isolated: byName, isSettled, slots, now});
  const entries = listChanges(notes, decision.notes);
  const write = (of: IsolationNotes) => JSON.stringify(buildLanes(config, of));
  return {
    news: listNews(decision, entries).map(({told, noted}) =>
      buildNews({
        told: told.map(sayIsolation(config)),
        notes:
          Object.keys(noted).length === 0 ? [] : [{daemonSet: main.daemonSet, entries: {[annotations.lanes]: noted}}],
      }),
    ),
    isDue: write(notes) !== write(decision.notes),
    isOpen: decision.isOpen,
  };
}

type Entries = Readonly<Record<string, object | null>>;

/** What is told of an image goes with what is noted of it; the rest is noted in any case. */
function listNews(
  {news}: IsolationDecision,
  entries: Entries,
): readonly {readonly told: readonly IsolationNews[]; readonly noted: Entries}[] {
  const only = (isWanted: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(entries).filter(([name]) => isWanted(name)));
  const told = new Set(news.flatMap(one => (one.what === 'registry fails' ? [] : [one.image.name])));
  return [
    ...news.map(one => ({
      told: [one],
      noted: one.what === 'registry fails' ? {} : only(name => name === one.image.name),
    })),
    {told: [], noted: only(name => !told.has(name))},
  ];
}
