import type {Readers} from './readers.ts';

/** Asks our own record alone. What it does not vouch for counts as changed: apply will ask further. */
export const askRecord: Pick<Readers, 'spec'> = {spec: async () => ({from: 'unasked'})};
