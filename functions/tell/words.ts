import type {NamedImage, Problem, PullerConfig} from '@image-puller/shared/config';
import type {BlockedNodes, ImageSummary, StuckNodes} from '@image-puller/shared/health';
import {type Lane, type LaneNews, nameIsolated} from '@image-puller/shared/lanes';
import {configMapLabel} from '@image-puller/shared/names';
import {type Difference, isDeletedByRival, isMadeByRival, type Retry} from '@image-puller/shared/plan';
import type {Outage} from '@image-puller/shared/probe';
import type {Refusal} from '@image-puller/shared/refusal';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import type {LanePlan} from '../observe/index.ts';
import {type Told, tellProblem} from './teller.ts';

/** What is said of a write: in the log, and to the author of the configuration (nothing where no one need know). */
export interface Words {
  readonly decision: string;
  readonly told: readonly Told[];
}

export const sayCreated = ({lane}: LanePlan): Words => ({
  decision: 'created',
  told: [{reason: 'Applied', message: `DaemonSet ${lane.name} created, for ${countImages(lane)}`}],
});

export function sayReplaced({lane, ownership}: LanePlan, because: readonly Difference[]): Words {
  if (ownership.is === 'Adoptable') {
    const from = ownership.from === 'Go puller' ? 'made by the Go image puller' : 'that was released before';
    return {
      decision: `adopted (${ownership.from})`,
      told: [{reason: 'Adopted', message: `DaemonSet ${lane.name}, ${from}, adopted, for ${countImages(lane)}`}],
    };
  }
  if (ownership.is === 'Inherited') {
    const from = ownership.from === undefined ? 'another ConfigMap' : `the ConfigMap ${ownership.from}`;
    const message = `DaemonSet ${lane.name} passed here from ${from}, with its pods, for ${countImages(lane)}`;
    return {decision: 'inherited', told: [{reason: 'Adopted', message}]};
  }
  const decision = `changed (${because.join(', ')})`;
  // Our own record of the spec is nobody's news.
  if (because.every(part => part === 'spec record')) return {decision, told: []};
  const parts = because.join(', ');
  return {
    decision,
    told: [{reason: 'Applied', message: `DaemonSet ${lane.name} updated (${parts}), for ${countImages(lane)}`}],
  };
}

/** What is said where another puller makes the DaemonSet too, or deletes it: what we make of it will not last. */
export function sayRival({lane, observed, ownership}: LanePlan, configMap: ConfigMap): readonly Told[] {
  const told = (isNews: boolean, message: string): readonly Told[] => [
    {reason: 'GoPullerRuns', about: lane.name, isNews, message: `${message}, then its Deployment`},
  ];
  if (observed === undefined) return [];
  if (isDeletedByRival(configMap, observed)) {
    // It rings with each pod that goes: once is enough.
    return told(
      false,
      `DaemonSet ${lane.name} is being deleted in the foreground. The Go image puller does that when it ends, and at each interval: if it still runs, delete its RoleBinding create-daemonset`,
    );
  }
  const isGoPullers = ownership.is === 'Adoptable' && ownership.from === 'Go puller';
  if (!isGoPullers || !isMadeByRival(configMap, observed)) return [];
  return told(
    true,
    `the Go image puller still runs: it made DaemonSet ${lane.name} after this ConfigMap was labelled, and deletes it again at each interval; delete its RoleBinding create-daemonset`,
  );
}

export const sayRefused = (since: 'not ours' | 'invalid', because: readonly string[]): Words => ({
  decision: since === 'invalid' ? 'rejected by the API server' : 'refused: not ours',
  told: because.map(message => ({reason: since === 'invalid' ? 'DaemonSetRejected' : 'DaemonSetRefused', message})),
});

/** What is said on a ConfigMap that seems to be meant as a puller's configuration, and is none. */
export const sayLabelIgnored = (configMap: string, value: string): Told => ({
  reason: 'LabelIgnored',
  message: `the label ${configMapLabel.key} has the value ${JSON.stringify(value)} and makes no puller: it has to be "${configMapLabel.value}" (kubectl label --overwrite configmap ${configMap} ${configMapLabel.key}=${configMapLabel.value})`,
});

/** What is said of a configuration that holds nothing usable: every problem of it. */
export const sayRejected = (rejected: {
  readonly errors: readonly Problem[];
  readonly warnings: readonly Problem[];
}): readonly Told[] => [
  ...rejected.warnings.map(tellProblem('ConfigurationWarning')),
  ...rejected.errors.map(tellProblem('ConfigurationRejected')),
];

/** What is said of a configuration that is in force from now on: once for each version of the ConfigMap. */
export const sayAccepted = ({
  images,
  daemonSetName,
  refreshPolicy,
  cachingIntervalHours: hours,
  rolloutMaxNodes,
}: PullerConfig): Told => ({
  reason: 'ConfigurationAccepted',
  about: 'the configuration',
  message: `the configuration is in force: ${countImages({images})} in DaemonSet ${daemonSetName}, ${
    refreshPolicy === 'never' ? 'never refreshed' : `refreshed every ${hours === 1 ? 'hour' : `${hours} hours`}`
  } (${refreshPolicy}), at most ${sayLimit(rolloutMaxNodes)} at a time`,
});

const sayLimit = (limit: PullerConfig['rolloutMaxNodes']): string =>
  typeof limit === 'string' ? `${limit} of the nodes` : countNodes(limit);

const countImages = ({images}: Pick<Lane, 'images'>): string =>
  `${images.length} ${images.length === 1 ? 'image' : 'images'}`;

/** What is said where a rollout can't go on but by a gap: of full nodes, and of those where a quota leaves no room. */
export function sayNoRoom(
  daemonSet: string,
  {withoutRoom, lacks, refused}: Pick<StuckNodes, 'withoutRoom' | 'lacks'> & {readonly refused: number},
): Told {
  const causes = [...lacks, ...(refused > 0 ? [`quota (${countNodes(refused)})`] : [])].join(', ');
  const nodes = withoutRoom + refused;
  return {
    reason: 'NoRoomForSurge',
    about: daemonSet,
    isNews: true,
    message: `DaemonSet ${daemonSet}: ${countNodes(nodes)} ${nodes === 1 ? 'has' : 'have'} no room for a second pod for lack of ${causes}; there the old pod ends before the new one is Ready`,
  };
}

/** What is said where a container that admission put into the pods keeps them from being Ready. */
export const sayBlocked = ({nodes, reasons}: BlockedNodes): Told => ({
  reason: 'PodsBlocked',
  about: 'foreign containers',
  message: `pods on ${countNodes(nodes)} are not Ready because of a container that this puller did not add: ${reasons.join(', ')}; repair it, or keep it out of these pods with POD_LABELS or POD_ANNOTATIONS`,
});

/** What is said where admission writes other references into the pods than those of the list. */
export function sayRewritten(images: readonly ImageSummary[]): readonly Told[] {
  const [first, ...others] = images.filter(({rewritten}) => rewritten !== null);
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  return [
    {
      reason: 'ImagesRewritten',
      about: 'rewritten images',
      message: `admission writes other images into the pods: ${first.name} (${first.image}) is pulled as ${first.rewritten}${more}`,
    },
  ];
}

/** What is said where the API server takes no more pods of a DaemonSet. */
export const sayPodsRefused = (daemonSet: string, nodes: number, {cause, words}: Refusal): Told => ({
  reason: 'PodsRefused',
  about: daemonSet,
  message: `DaemonSet ${daemonSet}: its pods for ${countNodes(nodes)} are refused by ${cause.name} (${cause.remedy}): ${words}`,
});

/** What is said where the API server does not take the pod that would ask the registry. */
export const sayProbeRefused = (daemonSet: string, {cause, words}: Refusal): Told => ({
  reason: 'PodsRefused',
  about: `${daemonSet} probe`,
  message: `DaemonSet ${daemonSet}: the probe that asks which tags have moved is refused by ${cause.name} (${cause.remedy}): ${words}`,
});

const countNodes = (nodes: number): string => `${nodes} ${nodes === 1 ? 'node' : 'nodes'}`;

/** What is said of an image that fails, for as long as it does, and once when it is held everywhere again. */
export function sayImage(
  {name, image, rewritten, held, started, pulling, failing, waiting, reasons}: ImageSummary,
  state: 'failing' | 'recovered',
): Told {
  const reference = rewritten === null ? image : `${image}, pulled as ${rewritten}`;
  if (state === 'recovered')
    return {reason: 'ImageRecovered', message: `${name} (${reference}) is held on all ${held} nodes again`};
  const where = `${failing} of ${held + started + pulling + failing + waiting} nodes`;
  return {
    reason: 'ImageFailing',
    about: name,
    message: `${name} (${reference}) fails on ${where}: ${reasons[0] ?? 'no reason given'}`,
  };
}

/** What is said of what a probe found: what moved, what its registry does not have any more, and who gave nothing. */
export function sayProbed(
  {name, images}: Lane,
  {
    moved,
    failures,
    outages,
  }: {
    readonly moved: readonly NamedImage[];
    readonly failures: ReadonlyMap<string, string>;
    readonly outages: readonly Outage[];
  },
  retry: Retry | undefined,
): readonly Told[] {
  // Of one image alone nobody can tell whether it has gone or all of its registry.
  const silent = outages.filter(({tags}) => tags.length > 1);
  const silenced = new Set(silent.flatMap(({tags}) => tags.map(({image}) => image)));
  const gone = images.filter(({image}) => failures.has(image) && !silenced.has(image));
  const later = retry === undefined ? 'after the next interval' : `at ${retry.at.toISOString()}`;
  const again =
    moved.length > 0 ? 'and each node asks it again as its pod is rolled' : `and it is asked again ${later}`;
  return [
    ...gone.map(
      (image): Told => ({
        reason: 'ImageGone',
        about: image.name,
        message: `${nameImage(image)} stays held as it is, since the registry did not give it: ${failures.get(image.image)}`,
      }),
    ),
    ...silent.map(
      ({registry, tags, reason}): Told => ({
        reason: 'RegistryFailing',
        about: `${registry} refresh`,
        message: `${registry} gave none of the ${tags.length} tags that a refresh asked for: the nodes keep what they hold, ${again}: ${reason}`,
      }),
    ),
    ...(moved.length === 0
      ? []
      : [
          {
            reason: 'RefreshStarted' as const,
            message: `${moved.map(nameImage).join(', ')}: the tag has moved; DaemonSet ${name} is rolled`,
          },
        ]),
  ];
}

/** What is said of images that fail and of the DaemonSets that hold them apart. */
export const sayLane =
  ({daemonSetName}: PullerConfig) =>
  (news: LaneNews): Told => {
    switch (news.what) {
      case 'registry fails':
        return {
          reason: 'RegistryFailing',
          message: `most images of ${news.registry} fail, so the registry is probably the cause: they are isolated after 30 minutes, if it does not come back`,
        };
      case 'isolated':
        return {
          reason: 'ImageIsolated',
          isNews: true,
          message: `${nameImage(news.image)} fails, so it moves to a DaemonSet of its own, and the others go on without it: ${nameIsolated(daemonSetName, news.image)}`,
        };
      case 'returned':
        return {
          reason: 'ImageReturned',
          isNews: true,
          message: `${nameImage(news.image)} is back in the main DaemonSet`,
        };
      case 'no lane left':
        return {
          reason: 'ImageNotIsolated',
          message: `${nameImage(news.image)} fails, and so do too many others to isolate it: rollouts wait for it; fix it, or take it out of IMAGES`,
        };
    }
  };

const nameImage = ({name, image}: NamedImage): string => `${name} (${image})`;
