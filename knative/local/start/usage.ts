/** What `--help` prints. */
export const usage = `Usage: npm start [-- [FILE] [options]]

Runs the image puller on this machine, against an embedded cluster with simulated nodes that really pull nothing.

  FILE               a ConfigMap in YAML (a Go image puller's is fine), applied again whenever its content changes;
                     without it: images.yaml, made from a sample where it is not there; tags.yaml beside it says what
                     tags mean in the simulated registry

Options:
  --port N           of the status page, 0 for any free one (default: 8080, or the next one that is free)
  --nodes N          how many simulated nodes there are at the start, 1 to 100 (default: 3)
  --speed N          the simulated nodes pull N times as fast (default: 1)
  --kubeconfig FILE  run against this cluster, and not against the embedded one; KUBECONFIG is never looked at
  --context NAME     a context of that kubeconfig (default: its current one)
  --help, --version

Ctrl-C ends it; a second one at once.
`;
