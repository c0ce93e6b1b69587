import type {NamedImage, PullerConfig} from '../config/index.ts';
import {mayBegin, shortenName} from '../names/index.ts';
import {nameBridge} from './bridge.ts';
import {findIsolation, type IsolationNotes, isApart} from './isolation.ts';
import type {Lane} from './lane.ts';
import {shareLimit} from './share-limit.ts';

/**
 * The DaemonSets a configuration asks for, main first: one for all images, and one for each that fails. Every image is held
 * by one of them, and by two while it moves.
 *
 * @param notes what is noted on main's DaemonSet; none where it is yet to be made
 */
export function buildLanes(
  {daemonSetName, images, rolloutMaxNodes}: Pick<PullerConfig, 'daemonSetName' | 'images' | 'rolloutMaxNodes'>,
  notes: IsolationNotes = {},
): readonly Lane[] {
  const stays = images.filter(image => findIsolation(notes, image)?.is !== 'isolated');
  // A pod has at least one container: where an edit leaves none but images that fail, nothing is held up by them.
  const [held, apart] =
    stays.length === 0 ? [images, []] : [stays, images.filter(image => isApart(findIsolation(notes, image)))];
  const limits = shareLimit(rolloutMaxNodes, apart.length);
  return [
    {
      role: 'main',
      name: daemonSetName,
      images: held,
      limit: limits.main,
      isHeldBack: false,
    },
    ...apart.map(
      (image): Lane => ({
        role: 'isolated',
        name: nameIsolated(daemonSetName, image),
        images: [image],
        limit: limits.isolated,
        isHeldBack: findIsolation(notes, image)?.is === 'parting',
      }),
    ),
  ];
}

/** The DaemonSet of an image that fails. */
export const nameIsolated = (daemonSetName: string, {name}: NamedImage): string =>
  shortenName(`${prefixOf(daemonSetName)}${name}`);

/** Could a DaemonSet of that name be one of a puller's, whose main one has the other? */
export const isLaneOf = (daemonSetName: string, name: string): boolean =>
  name === daemonSetName || name === nameBridge(daemonSetName) || mayBegin(name, prefixOf(daemonSetName));

const prefixOf = (daemonSetName: string): string => `${daemonSetName}-isolated-`;
