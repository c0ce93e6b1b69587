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

function readSink(text: string | undefined): URL | undefined {
  if (!text) return undefined;
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new Error(`K_SINK is not an http or https URL: ${text.slice(0, 100)}`);
  }
  return url;
}
