import type {SecurityContext} from 'kubernetes-types/core/v1';

/**
 * All that the `restricted` Pod Security level asks for, on the container, since Knative allows no pod securityContext.
 * The user is the image's (a number, not root), so that OpenShift can assign its own.
 */
export const restricted: SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: {drop: ['ALL']},
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  seccompProfile: {type: 'RuntimeDefault'},
};
