import {brokerName} from '@image-puller/shared/names';
import type {Cluster} from '../../cluster/index.ts';
import {parseSink} from '../settings.ts';

/** Where events go. */
export interface Sink {
  /** Throws where nobody knows, with the reason and what helps. */
  find(): Promise<URL>;
  /** What was found does not lead there any more: it is looked for again. */
  forget(): void;
}

/** A sink that somebody named, in `K_SINK`. */
export const namedSink = (url: URL): Sink => ({find: async () => url, forget: () => undefined});

/** The Broker of an installation, by the address that it says itself; read once, and again when that one was forgotten. */
export function brokerSink({namespace, readBroker}: Pick<Cluster, 'namespace' | 'readBroker'>): Sink {
  let found: Promise<URL> | undefined;
  const look = async (): Promise<URL> => {
    const where = `Broker ${brokerName} of namespace ${namespace}`;
    const broker = await readBroker(brokerName);
    if (broker === undefined) throw new Error(`${where} is not there: apply the manifests again`);
    const url = parseSink(broker.status?.address?.url ?? '');
    if (url === undefined) {
      throw new Error(`${where} has no address: kubectl describe broker ${brokerName} -n ${namespace} says why`);
    }
    return url;
  };
  const forget = () => {
    found = undefined;
  };
  return {
    async find() {
      found ??= look();
      try {
        return await found;
      } catch (error) {
        forget();
        throw error;
      }
    },
    forget,
  };
}
