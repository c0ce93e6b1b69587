import {release} from '@image-puller/shared/release';

/** What the environment says of an installation; see docs/configuration.md. */
export interface Settings {
  /** `INSTALLATION_ID`: who writes, such as `serviceaccount/image-puller-apply`. */
  readonly installationId: string;
  /** `SLEEP_IMAGE`: where neither `KIP_IMAGE` nor `SLEEP_IMAGE` is in the ConfigMap. */
  readonly sleepImage: string;
  /** `K_SINK`: where published CloudEvents go; on Knative the installation's Broker unless it is set. */
  readonly sink: URL | undefined;
}

/** Reads the settings of a function from an environment. Throws where one can't be used, naming it. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  return {
    installationId: env.INSTALLATION_ID || 'local',
    sleepImage: env.SLEEP_IMAGE || release.sleepImage,
    sink: readSink(env.K_SINK),
  };
}

/**
 * The URL of a sink; undefined where it is none. One with credentials is none: they would be in the log with the first failure,
 * and fetch takes no such URL.
 */
export function parseSink(text: string): URL | undefined {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  return url.username === '' && url.password === '' ? url : undefined;
}

function readSink(text: string | undefined): URL | undefined {
  if (!text) return undefined;
  const url = parseSink(text);
  if (url === undefined) throw new Error('K_SINK is not an http or https URL without a user and a password');
  return url;
}
