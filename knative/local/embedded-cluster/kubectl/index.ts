import {type Dialect, MethodNotAllowed} from '../api/index.ts';
import {answerDiscovery} from './discovery/index.ts';
import {findNotImitated} from './not-imitated.ts';
import {findPatch} from './patch/index.ts';
import {choosePresenter} from './presenter.ts';
import {readBody} from './read-body.ts';

/** What kubectl says besides what the functions do. */
export const kubectl: Dialect = {
  readBody,
  findPatch,
  choosePresenter,
  answer({method, path, headers}, server) {
    const refusal = findNotImitated(path);
    if (refusal !== undefined) throw refusal;
    const about = answerDiscovery(path, headers.accept, server);
    if (about !== undefined && method !== 'GET') throw new MethodNotAllowed(['GET']);
    return about;
  },
};
