import type {NamedImage} from '../config/index.ts';

/** Which images one DaemonSet holds. */
export interface Lane {
  /** The DaemonSet's name. */
  readonly name: string;
  readonly images: readonly NamedImage[];
  /**
   * `main` holds all images but those that fail; each of these has an `isolated` one.
   *
   * An isolated lane does not ask the registry for what is on the node: an image that has gone from its registry fails in
   * the pods of the next change, and here it starts, before main's old pods let go of it.
   */
  readonly role: 'main' | 'isolated';
}
