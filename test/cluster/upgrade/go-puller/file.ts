import type {ApiAccess} from '../../client/index.ts';
import type {GoPullerOptions} from './go-puller.ts';

/** What the stand-in is told, as the JSON of a file. */
export interface GoPullerFile extends Omit<GoPullerOptions, 'api' | 'terminated' | 'log'> {
  /** The API server, as the Go puller's ServiceAccount. */
  readonly access: ApiAccess;
  /** Before the second restart of a container that ends, in milliseconds: 10 s on a real kubelet. It doubles. */
  readonly restartAfter: number;
}
