/** One file to be applied. */
export interface Manifest<Kind extends object> {
  /** File name; the number is its place, since `kubectl apply -f` takes a folder in the order of names. */
  readonly file: string;
  readonly resources: readonly Kind[];
}
