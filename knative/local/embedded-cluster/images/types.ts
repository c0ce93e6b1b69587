/** What goes wrong when a node asks the registry for an image. {@link describeFailure} has the words of each. */
export type PullFailure =
  | 'NotFound'
  | 'Unauthorized'
  | 'TooManyRequests'
  | 'ServerError'
  | 'Timeout'
  | 'HostNotFound'
  | 'NoSpace';

/** What goes wrong when a container of the image is to start: the runtime refuses to create it, or to run its command. */
export type StartFailure = 'CreateContainerError' | 'RunContainerError';

/** One image of the simulated registry: what a reference points at, and how it behaves. */
export interface SimulatedImage {
  /** `sha256:` and 64 hex digits. A tag moves when this changes. */
  readonly digest: string;
  /** Bytes to be fetched by a node that lacks them. */
  readonly sizeBytes: number;
  /** The architectures in its index, as in `GOARCH`. A node of another one finds no match. */
  readonly platforms: readonly string[];
  /** Milliseconds to fetch it; undefined: its size at the bandwidth of {@link ImagesOptions}. */
  readonly pullDuration: number | undefined;
  readonly failure: PullFailure | undefined;
  readonly startFailure: StartFailure | undefined;
  /** How its containers end, with milliseconds after their start; undefined: they run until they are stopped. */
  readonly exit: {readonly after: number; readonly code: number} | undefined;
}

/** What the registry answered to one request of one node. */
export type Resolution =
  | {
      readonly found: true;
      readonly image: SimulatedImage;
      /** Milliseconds that the answer took. */
      readonly answerDuration: number;
      /** Milliseconds to fetch all of it, for a node that has nothing of it. */
      readonly pullDuration: number;
    }
  | {
      readonly found: false;
      /** The words of containerd, as the kubelet passes them on. */
      readonly message: string;
      readonly answerDuration: number;
    };

/** What one node asked of one image, counted. */
export interface ImageRequests {
  readonly node: string;
  readonly image: string;
  /** Questions for the manifest, answered or not. */
  readonly manifests: number;
  /** Pulls that fetched content. */
  readonly pulls: number;
}

/** One image on a node's disk. */
export interface HeldImage {
  readonly digest: string;
  readonly sizeBytes: number;
  /** The first `repository@digest` it was fetched by: the `imageID` of every container of that content. */
  readonly imageId: string;
  /** All names it goes by, as `status.images` of a Node lists them. */
  readonly names: readonly string[];
}

/** The images on the disk of one node. Nothing is ever collected. */
export interface NodeImages {
  /** The image a reference names on this disk; a tag that moved in the registry still names the old content here. */
  find(reference: string): HeldImage | undefined;
  has(digest: string): boolean;
  /** Puts the content there and lets the reference name it. */
  add(reference: string, image: Pick<SimulatedImage, 'digest' | 'sizeBytes'>): HeldImage;
  list(): readonly HeldImage[];
}

/** The simulated registries of the world, and the disks of the nodes. Holds no timer: it says what takes how long. */
export interface Images {
  /** Declares or changes what a reference points at; what is not given stays as it was, or as the name makes it. */
  set(reference: string, image: Partial<SimulatedImage>): void;
  /** Points a tag at other content (`digest`, or made up anew) of the same size, and returns the digest. */
  move(reference: string, digest?: string): string;
  /** What a reference points at, uncounted. */
  get(reference: string): SimulatedImage;
  /** A node asks for the manifest: one HEAD, counted. */
  resolve(node: string, reference: string, platform: string): Resolution;
  /** Counts one pull that fetched content. */
  countPull(node: string, reference: string): void;
  /** All counts, in the order of the first request. */
  requests(): readonly ImageRequests[];
  /** The disk of a node, empty at first. */
  onNode(node: string): NodeImages;
  /** Empties the disk of a node that is gone. The counts stay. */
  removeNode(node: string): void;
}

/** How fast the simulated world is. */
export interface ImagesOptions {
  /** Of each node's connection; default 60 MB/s. */
  readonly bytesPerSecond?: number;
  /** Milliseconds for one answer of the registry; default 40. */
  readonly answerDuration?: number;
  /** Milliseconds until a registry that does not answer is given up; default 5 s (containerd: 30 s). */
  readonly timeout?: number;
}
