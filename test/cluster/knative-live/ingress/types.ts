/** Where a share of the requests goes. */
interface Split {
  readonly serviceNamespace: string;
  readonly serviceName: string;
  /** Knative itself writes numbers, though its type has room for names. */
  readonly servicePort: number;
  readonly percent?: number;
  readonly appendHeaders?: Readonly<Record<string, string>>;
}

/** An Ingress of networking.internal.knative.dev/v1alpha1, as far as it is read here. */
export interface KnativeIngress {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly generation: number;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly rules?: readonly {
      readonly hosts?: readonly string[];
      readonly http?: {
        readonly paths: readonly {
          readonly splits: readonly Split[];
          readonly appendHeaders?: Readonly<Record<string, string>>;
        }[];
      };
    }[];
  };
  readonly status?: {readonly observedGeneration?: number};
}

/** Where requests to a host go, and with which headers. */
export interface Route {
  /** Such as `image-puller-apply-00001.images.svc.cluster.local`. */
  readonly host: string;
  readonly port: number;
  readonly headers: Readonly<Record<string, string>>;
}
