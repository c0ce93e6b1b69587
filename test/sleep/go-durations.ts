import recorded from './fixtures/go-durations.json' with {type: 'json'};

/** A text that was given to Go's time.ParseDuration, and what that answered. */
export type GoDuration = {readonly text: Buffer} & ({readonly nanoseconds: bigint} | {readonly error: string});

export const goDurations: readonly GoDuration[] = recorded.durations.map(row => {
  const text = row.hex === undefined ? Buffer.from(row.text) : Buffer.from(row.hex, 'hex');
  return row.error === undefined ? {text, nanoseconds: BigInt(row.nanoseconds)} : {text, error: row.error};
});
