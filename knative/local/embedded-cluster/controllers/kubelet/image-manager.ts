import {formatReference, parseReference, type SimulatedImage} from '../../images/index.ts';
import {createBackoff, type Happening, sleep} from '../base/index.ts';
import {formatGoDuration} from './go-duration.ts';
import type {KubeletTools} from './options.ts';
import {createPullTracker, type Pull} from './pull-tracker.ts';
import {createSemaphore} from './semaphore.ts';

/** An image that is on the node now, or why it is not. */
type EnsuredImage =
  | {readonly present: true; readonly name: string; readonly imageId: string; readonly image: SimulatedImage}
  | {
      readonly present: false;
      readonly reason: 'ErrImagePull' | 'ImagePullBackOff' | 'ErrImageNeverPull' | 'InvalidImageName';
      readonly message: string;
      /** Milliseconds until it is worth another try. */
      readonly retryAfter: number;
    };

/** What is asked for: for which pod, by which policy, and where to tell what happens. */
interface ImageRequest {
  readonly podUid: string;
  readonly reference: string;
  readonly policy: string;
  readonly tell: (happening: Happening) => void;
  readonly signal: AbortSignal;
}

/** The part of a kubelet that gets images onto its node. */
export interface ImageManager {
  /** Sees to it that the image is there. `Always` asks the registry each time, and fetches only what is not there yet. */
  ensure(request: ImageRequest): Promise<EnsuredImage>;
  /** What is being pulled right now. */
  pulls(): readonly Pull[];
}

/** Messages, events and the order of things follow Kubernetes' pkg/kubelet/images. `changed`: a pull began or ended. */
export function createImageManager(tools: KubeletTools, changed: () => void): ImageManager {
  const {clock, images, options, node} = tools;
  const queue = createSemaphore(options.serializeImagePulls ? 1 : Number.POSITIVE_INFINITY);
  const backoff = createBackoff(options.imagePullBackoff);
  const lastErrors = new Map<string, string>();
  const tracker = createPullTracker(clock, changed);

  const pull = async (request: ImageRequest, reference: string): Promise<EnsuredImage> => {
    const {podUid, tell, signal} = request;
    const key = `${podUid}_${reference}`;
    const waiting = backoff.remaining(key, clock.now());
    if (waiting > 0) {
      const message = `Back-off pulling image "${reference}"`;
      tell({type: 'Normal', reason: 'BackOff', message});
      const because = lastErrors.get(key);
      return {
        present: false,
        reason: 'ImagePullBackOff',
        message: because === undefined ? message : `${message}: ${because}`,
        retryAfter: waiting,
      };
    }
    tell({type: 'Normal', reason: 'Pulling', message: `Pulling image "${reference}"`});
    const asked = clock.now();
    const pulled = await queue.run(async () => {
      const began = clock.now();
      const resolution = images.resolve(node.name, reference, node.platform);
      await sleep(clock, resolution.answerDuration, signal);
      if (!resolution.found) return {failure: resolution.message};
      if (!images.onNode(node.name).has(resolution.image.digest)) {
        images.countPull(node.name, reference);
        const {sizeBytes} = resolution.image;
        await tracker.track({image: reference, podUid, sizeBytes, duration: resolution.pullDuration}, signal);
      }
      return {image: resolution.image, took: clock.now() - began};
    }, signal);
    if ('failure' in pulled) {
      const {failure} = pulled;
      tell({type: 'Warning', reason: 'Failed', message: `Failed to pull image "${reference}": ${failure}`});
      backoff.fail(key, clock.now());
      lastErrors.set(key, `ErrImagePull: ${failure}`);
      return {present: false, reason: 'ErrImagePull', message: failure, retryAfter: options.relistPeriod};
    }
    const {image, took} = pulled;
    lastErrors.delete(key);
    const held = images.onNode(node.name).add(reference, image);
    const times = `${formatGoDuration(took)} (${formatGoDuration(clock.now() - asked)} including waiting)`;
    const message = `Successfully pulled image "${reference}" in ${times}. Image size: ${image.sizeBytes} bytes.`;
    tell({type: 'Normal', reason: 'Pulled', message});
    return {present: true, name: completeName(reference), imageId: held.imageId, image};
  };

  return {
    async ensure(request) {
      const {reference: written, policy, tell} = request;
      const reference = withDefaultTag(written);
      if (reference === undefined) {
        const message = `Failed to apply default image tag "${written}": couldn't parse image name "${written}": invalid reference format`;
        tell({type: 'Warning', reason: 'InspectFailed', message});
        return {present: false, reason: 'InvalidImageName', message, retryAfter: options.imagePullBackoff.initial};
      }
      if (policy === 'Always') return pull(request, reference);
      const held = images.onNode(node.name).find(reference);
      if (held !== undefined) {
        const message = `Container image "${written}" already present on machine and can be accessed by the pod`;
        tell({type: 'Normal', reason: 'Pulled', message});
        return {present: true, name: completeName(reference), imageId: held.imageId, image: images.get(reference)};
      }
      if (policy !== 'Never') return pull(request, reference);
      const message = `Container image "${written}" is not present with pull policy of Never`;
      tell({type: 'Warning', reason: 'ErrImageNeverPull', message});
      return {present: false, reason: 'ErrImageNeverPull', message, retryAfter: options.imagePullBackoff.initial};
    },
    pulls: () => tracker.pulls(),
  };
}

/** The reference with `:latest` where it has neither tag nor digest; undefined where it is none. */
function withDefaultTag(written: string): string | undefined {
  const parsed = parseReference(written);
  if (parsed === undefined) return undefined;
  const implied = parsed.digest === undefined && !written.endsWith(`:${parsed.tag}`);
  return implied ? `${written}:${parsed.tag}` : written;
}

function completeName(reference: string): string {
  const parsed = parseReference(reference);
  return parsed === undefined ? reference : formatReference(parsed);
}
