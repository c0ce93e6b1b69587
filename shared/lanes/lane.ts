import type {NamedImage} from '../config/index.ts';

/** `little`: next to nothing, for what is there for seconds beside all others. */
export type Requests = 'little' | 'configured';

/** Which images one DaemonSet holds. */
export interface Lane {
  /** The DaemonSet's name. */
  readonly name: string;
  readonly images: readonly NamedImage[];
  /**
   * `main` holds all images but those that fail; each of these has an `isolated` one. A `bridge` holds main's images while
   * pods of main that are not Ready are replaced.
   *
   * Main alone asks the registry for what is on the node already: an image that has gone from its registry fails in the pods
   * of its next change, and starts in its own, before main's old pods let go of it. A bridge asks nobody, on however many
   * nodes it begins at once: where an image is not on the disk, it holds nothing.
   */
  readonly role: 'main' | 'isolated' | 'bridge';
  /** Its share of `ROLLOUT_MAX_NODES`: nodes, or a percentage. */
  readonly limit: number | string;
  /** What its pods ask of a node; as it is configured unless given. */
  readonly requests?: Requests;
  /** Its pods begin with the holder alone, and stay so for now: the waves of the others are still too wide. */
  readonly isHeldBack: boolean;
}
