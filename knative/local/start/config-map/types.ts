/** A ConfigMap as a file gives it: what a user may write, checked. */
export interface ConfigMapManifest {
  readonly name: string;
  /** Undefined where the file names none. */
  readonly namespace: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, string>>;
  /** Base64, as written. */
  readonly binaryData: Readonly<Record<string, string>>;
}

/** What a file says, or everything that is wrong with it; each problem is one line that does not name the file. */
export type ParsedFile =
  | {
      readonly configMaps: readonly ConfigMapManifest[];
      /** What is in it besides, as `Deployment kubernetes-image-puller`. */
      readonly ignored: readonly string[];
    }
  | {readonly problems: readonly string[]};
