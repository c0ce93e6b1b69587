/** What one tag means now. */
export interface NamedTag {
  /** As containerd completes it: `docker.io/library/postgres:18` for `postgres:18`. */
  readonly reference: string;
  /** A word, a number, or a digest. */
  readonly build: string;
}

/** What a file says of tags, or everything that is wrong with it; each problem is one line that does not name the file. */
export type ParsedTags = {readonly tags: readonly NamedTag[]} | {readonly problems: readonly string[]};
