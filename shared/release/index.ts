import {digests, registry} from './published.ts';

/** An image of this release. */
export interface ReleasedImage {
  /** Registry and path, without a tag. */
  readonly repository: string;
  /** The version; followed by `@sha256:...` where the image is published, so that the tag may be moved without harm. */
  readonly tag: string;
}

const version = '0.1.0';

const functions: ReleasedImage = {repository: `${registry}/functions`, tag: `${version}${digests.functions}`};
const sleep: ReleasedImage = {repository: `${registry}/sleep`, tag: `${version}${digests.sleep}`};
const refer = ({repository, tag}: ReleasedImage): string => `${repository}:${tag}`;

/** What this release is, and what its images and its chart are called. */
export const release = {
  version,
  registry,
  functions,
  functionsImage: refer(functions),
  sleepImage: refer(sleep),
  /** As `helm install` takes it. */
  chart: `oci://${registry}/kubernetes-image-puller`,
  /** False while the registry is a name that does not exist. */
  isPublished: !registry.endsWith('.invalid'),
} as const;
