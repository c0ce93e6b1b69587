import {findBroker, type Grant, grants, type Verb} from '../grants.ts';

/** In the order in which a Role of ours lists them. */
const verbs: readonly Verb[] = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];

/**
 * What one process may do that is all functions and their source: for each resource all the verbs that any of them has. It
 * hands events over itself, without a Broker.
 */
export const standaloneGrants: readonly Grant[] = mergeGrants(
  Object.values(grants)
    .flat()
    .filter(grant => grant !== findBroker),
);

function mergeGrants(all: readonly Grant[]): readonly Grant[] {
  const byResource = Map.groupBy(all, ({group, resource}) => `${group}/${resource}`);
  return [...byResource.values()].flatMap(same => {
    const [first] = same;
    const granted = new Set(same.flatMap(grant => grant.verbs));
    return first === undefined ? [] : [{...first, verbs: verbs.filter(verb => granted.has(verb))}];
  });
}
