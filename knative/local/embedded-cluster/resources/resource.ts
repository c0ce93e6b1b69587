import type {Struct} from '../schema/index.ts';
import type {StoredObject, Unstored} from '../store/index.ts';
import type {Cause} from './validation/index.ts';

/** A field by which a list can be narrowed. */
export interface Selectable {
  /** As selectors name it, such as `spec.nodeName`. */
  readonly field: string;
  /** Where it is in the object, where that is not its name. */
  readonly path?: string;
  /** Its value where it is not set; default the empty string. */
  readonly unset?: string;
}

/**
 * All that the API has to know of one kind. Written as methods, so that a definition for one kind (`T`) can stand in
 * the list of all of them.
 */
export interface Resource<T extends StoredObject = StoredObject> {
  readonly kind: T['kind'];
  readonly schema: Struct;
  /** Whether there is a `/status` subresource. */
  readonly hasStatus: boolean;
  /** Fields for field selectors, besides `metadata.name` and `metadata.namespace`. */
  readonly selectable: readonly Selectable[];
  /** Defaults that depend on other fields; constant ones are in the schema. */
  complete(object: Unstored<T>): Unstored<T>;
  /** A new object: drops what only the server may set, and sets it. */
  prepareCreate(object: Unstored<T>): Unstored<T>;
  /** A changed object: what this endpoint may not change is as it was. */
  prepareUpdate(object: T, old: T, endpoint: 'object' | 'status'): T;
  validate(object: Unstored<T>): readonly Cause[];
  validateUpdate(object: T, old: T): readonly Cause[];
  /** What is allowed and yet a mistake: told in `Warning` headers. */
  warn(object: Unstored<T>): readonly string[];
}
