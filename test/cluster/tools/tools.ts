import {readFileSync} from 'node:fs';
import {join} from 'node:path';

/** A Go program that real Kubernetes, or a node of it, is made of. */
export interface Tool {
  /** The folder beside this file whose go.mod and go.sum pin it. */
  readonly module: string;
  /** Go's name of its main package. */
  readonly package: string;
  readonly tags?: readonly string[];
  /** For the linker, such as the version that it calls itself. */
  readonly ldflags?: string;
}

/** Where the versions are pinned: one go.mod for each set of programs whose dependencies agree. */
export const modules: string = import.meta.dirname;

/** Without what only a debugger reads: nodes pull these, and a third less is a third faster. */
const stripped = '-s -w';

/**
 * Everything that is built from Go modules. None of it needs cgo. runc, which does, is Debian's.
 *
 * containerd without btrfs, device mapper and zfs: their snapshotters are not used here, and would want C libraries.
 */
export const tools = {
  etcd: {module: 'kubernetes', package: 'go.etcd.io/etcd/server/v3'},
  'kube-apiserver': kubernetes('kube-apiserver'),
  'kube-controller-manager': kubernetes('kube-controller-manager'),
  'kube-scheduler': kubernetes('kube-scheduler'),
  kubectl: kubernetes('kubectl'),
  kubelet: kubernetes('kubelet'),
  'kube-proxy': kubernetes('kube-proxy'),
  coredns: {module: 'coredns', package: 'github.com/coredns/coredns'},
  kwok: {module: 'kwok', package: 'sigs.k8s.io/kwok/cmd/kwok', ldflags: '-X sigs.k8s.io/kwok/pkg/consts.Version=test'},
  containerd: containerd('containerd'),
  'containerd-shim-runc-v2': containerd('containerd-shim-runc-v2'),
  registry: {module: 'registry', package: 'github.com/distribution/distribution/v3/cmd/registry'},
  helm: {module: 'helm', package: 'helm.sh/helm/v4/cmd/helm'},
  // The one before, which many still have; it applies in another way.
  helm3: {module: 'helm3', package: 'helm.sh/helm/v3/cmd/helm'},
  kn: {module: 'kn', package: 'knative.dev/client/cmd/kn'},
  'serving-activator': serving('activator'),
  'serving-autoscaler': serving('autoscaler'),
  'serving-controller': serving('controller'),
  'serving-queue': serving('queue'),
  'serving-webhook': serving('webhook'),
  'eventing-api-server-source': eventing('apiserver_receive_adapter'),
  'eventing-broker-controller': eventing('mtchannel_broker'),
  'eventing-broker-filter': eventing('broker/filter'),
  'eventing-broker-ingress': eventing('broker/ingress'),
  'eventing-channel-controller': eventing('in_memory/channel_controller'),
  'eventing-channel-dispatcher': eventing('in_memory/channel_dispatcher'),
  'eventing-controller': eventing('controller'),
  'eventing-ping-source': eventing('mtping'),
  'eventing-webhook': eventing('webhook'),
  bridge: {module: 'cni', package: 'github.com/containernetworking/plugins/plugins/main/bridge'},
  loopback: {module: 'cni', package: 'github.com/containernetworking/plugins/plugins/main/loopback'},
  'host-local': {module: 'cni', package: 'github.com/containernetworking/plugins/plugins/ipam/host-local'},
} as const satisfies Readonly<Record<string, Tool>>;

/** One of {@link tools}. */
export type ToolName = keyof typeof tools;

export const toolNames: readonly ToolName[] = Object.keys(tools).filter(isToolName);

function isToolName(name: string): name is ToolName {
  return Object.hasOwn(tools, name);
}

/** Without the version its binaries would all say v0.0.0, and the API server would serve no version skew it knows. */
function kubernetes(program: string): Tool {
  const version = findVersion('kubernetes', 'k8s.io/kubernetes');
  const [major, minor] = version.slice(1).split('.');
  const set = (name: string, value: string | undefined) => `-X k8s.io/component-base/version.${name}=${value}`;
  return {
    module: 'kubernetes',
    package: `k8s.io/kubernetes/cmd/${program}`,
    ldflags: [set('gitVersion', version), set('gitMajor', major), set('gitMinor', minor)].join(' '),
  };
}

function containerd(program: string): Tool {
  return {
    module: 'containerd',
    package: `github.com/containerd/containerd/v2/cmd/${program}`,
    tags: ['no_btrfs', 'no_devmapper', 'no_zfs'],
  };
}

function serving(program: string): Tool {
  return {module: 'knative-serving-live', package: `knative.dev/serving/cmd/${program}`, ldflags: stripped};
}

function eventing(program: string): Tool {
  return {module: 'knative-eventing-live', package: `knative.dev/eventing/cmd/${program}`, ldflags: stripped};
}

/** The program whose main package that is, by Go's name of it. */
export const findProgram = (main: string): ToolName | undefined => toolNames.find(name => tools[name].package === main);

/** The version of a Go module that a folder's go.mod pins, such as `v1.36.3`. */
export function findVersion(module: string, path: string): string {
  const text = readFileSync(join(modules, module, 'go.mod'), 'utf8');
  const line = text.split('\n').find(candidate =>
    candidate
      .trim()
      .replace(/^require /, '')
      .startsWith(`${path} v`),
  );
  const version = line
    ?.trim()
    .replace(/^require /, '')
    .split(' ')[1];
  if (version === undefined) throw new Error(`test/cluster/tools/${module}/go.mod does not require ${path}`);
  return version;
}
