import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {type Asking, ask, askAll, askBoth} from '../ask/index.ts';
import type {NamedImage} from '../config/index.ts';
import {findController, isOwner} from '../decide/index.ts';
import {type PullerSummary, summarizePuller} from '../health/index.ts';
import {listHolds} from '../holds/index.ts';
import type {Live} from '../live/index.ts';
import {placeholderName} from '../names/index.ts';
import {describeRefusal} from '../refusal/index.ts';
import {planPuller} from './plan-puller.ts';
import type {FoundPuller} from './puller.ts';
import type {Setting} from './setting.ts';
import {askLeftoverViews, askRefusal, askViews, explainSandboxes, type LaneView} from './views.ts';

/** A puller as it is, for those who look at it. */
export interface Inspection {
  readonly puller: FoundPuller;
  /** What holds its images, main first, and then what is about to go. */
  readonly lanes: readonly LaneView[];
  readonly summary: PullerSummary;
  readonly mayReadNodes: boolean;
}

/** Finds out how a puller is. */
export function* inspectPuller(name: string, setting: Setting): Asking<Inspection> {
  const [puller, nodes] = yield* askBoth(planPuller(name, setting), ask('nodes', 'all'));
  const {images, daemonSets} = findHolders(puller);
  const held = yield* askViews(daemonSets, nodes);
  const leftovers = puller.is === 'planned' ? yield* askLeftoverViews(puller, nodes) : [];
  const views = yield* explainSandboxes<LaneView>([...held, ...leftovers], setting.now);
  const refusals = yield* askAll(views.map(view => askRefusal(view, setting.now)));
  const lanes = views.map((view, index) => {
    const refusal = refusals[index];
    return refusal === undefined ? view : {...view, refused: describeRefusal(refusal)};
  });
  return {
    puller,
    lanes,
    summary: summarizePuller(images, lanes, nodes, setting.now),
    mayReadNodes: nodes !== undefined,
  };
}

/** What holds the images now, leftovers left out, main first; for a rejected configuration, what an earlier one made, with the images of then. */
function findHolders(puller: FoundPuller): {
  readonly images: readonly NamedImage[];
  readonly daemonSets: readonly Live<DaemonSet>[];
} {
  switch (puller.is) {
    case 'none':
      return {images: [], daemonSets: []};
    case 'planned':
      return {
        images: puller.config.images,
        daemonSets: puller.lanes.flatMap(({observed, ownership}) =>
          observed !== undefined && (ownership.is === 'Ours' || ownership.is === 'Inherited') ? [observed] : [],
        ),
      };
    case 'rejected': {
      const uid = puller.configMap.metadata.uid;
      // Main's name is the beginning of the others'.
      const daemonSets = puller.daemonSets
        .filter(candidate => (findController(candidate)?.uid ?? uid) === uid && isOwner(candidate, {uid}))
        .toSorted((a, b) => a.metadata.name.length - b.metadata.name.length);
      const images = new Map(daemonSets.flatMap(({spec}) => listHolds(spec?.template)).map(held => [held.name, held]));
      images.delete(placeholderName);
      return {images: [...images.values()], daemonSets};
    }
  }
}
