import type {StoredObject} from '../../store/index.ts';

/** One column of the tables that `kubectl get` prints. */
interface Column {
  readonly name: string;
  readonly type?: 'string' | 'integer';
  /** Shown by `-o wide` only. */
  readonly wide?: boolean;
}

/** How objects of a kind are shown as a row. Written as a method, so that one kind's can stand in a list of all. */
export interface Table<T extends StoredObject = StoredObject> {
  readonly columns: readonly Column[];
  /** One cell for each column. Ages are relative to `now`. */
  cells(object: T, now: Date): readonly (string | number)[];
}
