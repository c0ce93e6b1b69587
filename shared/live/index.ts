/** An object as the API server returned it: its identity and version are there. */
export type Live<T extends {metadata?: object}> = T & {
  readonly metadata: NonNullable<T['metadata']> & {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly resourceVersion: string;
  };
};
