import {isJsonObject, type JsonObject} from '../../schema/index.ts';
import {badRequest, type Kind, StatusError} from '../../store/index.ts';
import {deleteOptions, envelope, type Message, messages} from './messages.ts';
import {readMessage} from './read-message.ts';

/** What every object in Kubernetes' protobuf begins with. */
const magic = Buffer.from('k8s\0');

/**
 * An object of a kind as kubectl sends it.
 *
 * @throws UnsupportedMediaType (415) for a kind that is read as JSON alone, BadRequest (400) for what is no protobuf.
 */
export function readObjectMessage(kind: Kind, bytes: Uint8Array): JsonObject {
  const message = messages[kind];
  if (message !== undefined) return unpack(message, bytes);
  throw new StatusError(
    415,
    'UnsupportedMediaType',
    `this is a simulated cluster: it reads a ${kind} as JSON or YAML alone; add --dry-run=client -o yaml to the kubectl command, and pipe it into kubectl create -f -`,
  );
}

/** @throws BadRequest (400) for what is no protobuf. */
export const readDeleteOptionsMessage = (bytes: Uint8Array): JsonObject => unpack(deleteOptions, bytes);

function unpack(message: Message, bytes: Uint8Array): JsonObject {
  if (!magic.equals(bytes.subarray(0, magic.length))) {
    throw badRequest('the object provided is unrecognized: it does not begin as protobuf of Kubernetes does');
  }
  try {
    const {typeMeta, raw} = readMessage(envelope, bytes.subarray(magic.length));
    const content = Buffer.from(typeof raw === 'string' ? raw : '', 'base64');
    return {...(isJsonObject(typeMeta) && typeMeta), ...readMessage(message, content)};
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw badRequest(`the object provided is unrecognized: proto: ${why}`);
  }
}
