import {type Applied, type ApplyContent, createApplyContent} from './config-map/index.ts';
import {type FileContent, type Saved, watchFile} from './file/index.ts';
import {StartProblem} from './host.ts';
import type {Opened, OpenedFile, OpenedTags} from './open-cluster.ts';
import {formatRefresh, sayApplied, sayMoved} from './say.ts';
import type {Screen} from './screen.ts';

/** The files of the user, whose saves the cluster follows. */
export interface Files {
  /** The ConfigMaps that the file had when it was last applied. */
  names(): readonly string[];
  /** Follows them from now on; `onEdit` is called before a save is applied. The end is waited for. */
  watch(onEdit: () => void): {stop(): Promise<void>};
}

export interface FilesOptions {
  readonly opened: Opened;
  readonly screen: Pick<Screen, 'report'>;
  /** How kubectl gets to the cluster. */
  readonly kubectl: string;
}

/** Applies the file for the first time: it must hold. Throws a `StartProblem`. */
export async function openFiles({opened, screen, kubectl}: FilesOptions): Promise<Files> {
  const {file, tags, running, strangerAdvice} = opened;
  const apply = file && createApplyContent(file.door, running.connected.namespace, strangerAdvice);
  let names: readonly string[] = [];
  const remember = (applied: Applied): Applied => {
    if (applied.is === 'applied') names = applied.configMaps.map(({name}) => name);
    return applied;
  };
  if (file !== undefined && apply !== undefined) {
    const applied = remember(await apply(file.content));
    if (applied.is === 'rejected') {
      throw new StartProblem(applied.problems.map(each => `${file.path}: ${each}`).join('\n'));
    }
    screen.report(...sayApplied(file.path, applied));
  }
  return {
    names: () => names,
    watch(onEdit) {
      const watches = [
        ...(file === undefined || apply === undefined
          ? []
          : [watchImages(file, async content => remember(await apply(content)), screen, onEdit)]),
        ...(tags === undefined ? [] : [watchTags(tags, () => formatRefresh(kubectl, names[0] ?? 'NAME'), screen)]),
      ];
      return {stop: async () => void (await Promise.all(watches.map(watch => watch.stop())))};
    },
  };
}

type Report = FilesOptions['screen'];

const watchImages = ({path, content}: OpenedFile, apply: ApplyContent, {report}: Report, onEdit: () => void) =>
  watchFile(path, content, async (next: FileContent, saved: Saved) => {
    if (saved === 'changed') onEdit();
    const applied = await apply(next);
    const isSame = applied.is === 'applied' && applied.configMaps.every(({did}) => did === 'unchanged');
    // The same again is news only where the cluster had something else meanwhile.
    if (saved === 'saved again' && isSame) return;
    if (saved === 'saved again') onEdit();
    report(...sayApplied(path, applied));
  });

/** No edit: what a tag means is nothing that is waited for, before a refresh. */
const watchTags = ({path, content, move}: OpenedTags, ask: () => string, {report}: Report) =>
  watchFile(path, content, async next => report(...sayMoved(path, move(next), ask())));
