import {fileURLToPath} from 'node:url';

/** The folder of the repository. */
export const root: string = fileURLToPath(new URL('../../', import.meta.url));

/** The workspaces, in the order in which they may depend on each other. */
export const workspaces = [
  'shared',
  'functions',
  'knative/local/embedded-cluster',
  'knative',
  'sleep',
  'test',
] as const;
