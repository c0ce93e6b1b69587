import type {Container, Probe} from 'kubernetes-types/core/v1';
import {httpPort} from './names.ts';

const health: Probe = {httpGet: {path: '/healthz', port: httpPort.name}, failureThreshold: 3};

/** By what the kubelet sees that the process is well. */
export const probes: Required<Pick<Container, 'startupProbe' | 'readinessProbe' | 'livenessProbe'>> = {
  // With a fifth of a CPU it may take some seconds before it listens.
  startupProbe: {...health, periodSeconds: 2, failureThreshold: 60},
  readinessProbe: {...health, periodSeconds: 5},
  livenessProbe: {...health, periodSeconds: 10, timeoutSeconds: 5},
};
