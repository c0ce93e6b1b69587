import {BinaryReader} from '@bufbuild/protobuf/wire';
import {isJsonObject, type Json, type JsonObject} from '../../schema/index.ts';
import type {Field, Message} from './messages.ts';

/** Reads a message into the JSON that means the same; `bytes` become base64. Throws where it is none. */
export function readMessage(message: Message, bytes: Uint8Array): JsonObject {
  const reader = new BinaryReader(bytes);
  const value = new Map<string, Json>();
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    const field = message[number];
    if (field === undefined) {
      reader.skip(wireType, number);
      continue;
    }
    const {name, of} = field;
    const before = value.get(name);
    if (of === 'map') value.set(name, {...(isJsonObject(before) && before), ...readEntry(field, reader.bytes())});
    else if (of === 'list') value.set(name, [...(Array.isArray(before) ? before : []), readValue(field, reader)]);
    else value.set(name, readValue(field, reader));
  }
  return Object.fromEntries(value);
}

/** An entry of a map; a key or a value that is left out is empty. */
function readEntry({type}: Field, bytes: Uint8Array): JsonObject {
  const {key, value = ''} = readMessage({1: {name: 'key', type: 'string'}, 2: {name: 'value', type}}, bytes);
  return {[typeof key === 'string' ? key : '']: value};
}

function readValue({type}: Field, reader: BinaryReader): Json {
  switch (type) {
    case 'string':
      return reader.string();
    case 'integer':
      return Number(reader.int64());
    case 'boolean':
      return reader.bool();
    case 'bytes':
      return Buffer.from(reader.bytes()).toString('base64');
    default:
      return readMessage(type, reader.bytes());
  }
}
