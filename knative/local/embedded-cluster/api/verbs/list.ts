import {invalidOptions, StatusError, type Store} from '../../store/index.ts';
import type {Answer} from '../answer.ts';
import type {ApiContext} from '../context.ts';
import {type ContinueToken, readContinueToken, writeContinueToken} from '../continue-token.ts';
import {readFilter} from '../filter.ts';
import {keyOf, listAt} from '../list-at.ts';
import {type ApiRequest, readInteger} from '../request.ts';
import {checkNotFuture} from '../resource-version.ts';
import type {Target} from '../target.ts';

/** GET of a collection: all that match, in pages of `limit`; every page shows the same moment. */
export function list({store}: ApiContext, target: Target, request: ApiRequest): Answer {
  const {query} = request;
  const filter = readFilter(target, query);
  const limit = Math.max(0, readInteger(query, 'limit') ?? 0);
  const token = query.get('continue') ? readContinueToken(query.get('continue') ?? '') : undefined;
  const resourceVersion =
    token === undefined ? readVersion(query, store) : (token.resourceVersion ?? store.resourceVersion);
  const all = readAll(store, target, resourceVersion, token);
  const rest = all.filter(object => filter.matches(object) && (token === undefined || keyOf(object) > token.after));
  const items = limit === 0 ? rest : rest.slice(0, limit);
  const last = items.at(-1);
  const remaining = rest.length - items.length;
  const metadata = {
    resourceVersion,
    ...(remaining > 0 && last !== undefined && {continue: writeContinueToken({resourceVersion, after: keyOf(last)})}),
    ...(remaining > 0 && !filter.selects && {remainingItemCount: remaining}),
  };
  return {status: 200, content: {type: 'list', list: {kind: target.resource.kind, items, metadata}}};
}

/** The moment that a list shows: now, unless exactly another one is asked for. */
function readVersion(query: URLSearchParams, store: Store): string {
  const asked = query.get('resourceVersion') ?? '';
  const match = query.get('resourceVersionMatch') ?? '';
  if (match !== '' && asked === '') {
    const message = 'Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided';
    throw invalidOptions('ListOptions', {reason: 'FieldValueForbidden', message, field: 'resourceVersionMatch'});
  }
  checkNotFuture(asked, store);
  return match === 'Exact' ? asked : store.resourceVersion;
}

function readAll(
  store: Store,
  {resource}: Target,
  resourceVersion: string,
  token: ContinueToken | undefined,
): ReturnType<typeof listAt> {
  try {
    return listAt(store, resource.kind, resourceVersion);
  } catch (error) {
    if (!(error instanceof StatusError) || error.status.code !== 410) throw error;
    if (token === undefined)
      throw new StatusError(410, 'Expired', 'The resourceVersion for the provided list is too old.');
    throw new StatusError(
      410,
      'Expired',
      'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
      undefined,
      {continue: writeContinueToken({resourceVersion: undefined, after: token.after})},
    );
  }
}
