import type {Kind} from '../../store/index.ts';

/** A field of a message: its name in JSON, and how its value is written. */
export interface Field {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'boolean' | 'bytes' | Message;
  /** `list`: one field for each item; `map`: one for each entry, with the key as field 1 and the value as field 2. */
  readonly of?: 'list' | 'map';
}

/** The fields of a message that are read, by number. All others are passed over. */
export type Message = Readonly<Record<number, Field>>;

const ownerReference: Message = {
  1: {name: 'kind', type: 'string'},
  3: {name: 'name', type: 'string'},
  4: {name: 'uid', type: 'string'},
  5: {name: 'apiVersion', type: 'string'},
  6: {name: 'controller', type: 'boolean'},
  7: {name: 'blockOwnerDeletion', type: 'boolean'},
};

/** What a client may say of it; the server sets the rest. */
const objectMeta: Message = {
  1: {name: 'name', type: 'string'},
  2: {name: 'generateName', type: 'string'},
  3: {name: 'namespace', type: 'string'},
  5: {name: 'uid', type: 'string'},
  6: {name: 'resourceVersion', type: 'string'},
  11: {name: 'labels', type: 'string', of: 'map'},
  12: {name: 'annotations', type: 'string', of: 'map'},
  13: {name: 'ownerReferences', type: ownerReference, of: 'list'},
  14: {name: 'finalizers', type: 'string', of: 'list'},
};
const metadata = {name: 'metadata', type: objectMeta} as const;
const localObjectReference: Message = {1: {name: 'name', type: 'string'}};

/**
 * The kinds that kubectl makes from its command line alone (`kubectl create configmap`), which it sends as protobuf.
 * Numbers are those of generated.proto in k8s.io/api/core/v1 and k8s.io/apimachinery/pkg/apis/meta/v1.
 */
export const messages: Partial<Record<Kind, Message>> = {
  ConfigMap: {
    1: metadata,
    2: {name: 'data', type: 'string', of: 'map'},
    3: {name: 'binaryData', type: 'bytes', of: 'map'},
    4: {name: 'immutable', type: 'boolean'},
  },
  Namespace: {1: metadata},
  ServiceAccount: {
    1: metadata,
    3: {name: 'imagePullSecrets', type: localObjectReference, of: 'list'},
    4: {name: 'automountServiceAccountToken', type: 'boolean'},
  },
};

export const deleteOptions: Message = {
  1: {name: 'gracePeriodSeconds', type: 'integer'},
  2: {
    name: 'preconditions',
    type: {1: {name: 'uid', type: 'string'}, 2: {name: 'resourceVersion', type: 'string'}},
  },
  4: {name: 'propagationPolicy', type: 'string'},
  5: {name: 'dryRun', type: 'string', of: 'list'},
};

const typeMeta: Message = {1: {name: 'apiVersion', type: 'string'}, 2: {name: 'kind', type: 'string'}};

/** What every object is packed in: `runtime.Unknown`, of k8s.io/apimachinery/pkg/runtime. */
export const envelope: Message = {1: {name: 'typeMeta', type: typeMeta}, 2: {name: 'raw', type: 'bytes'}};
