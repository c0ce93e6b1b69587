import {isDeepStrictEqual} from 'node:util';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {type Cause, forbidden, invalidValue, tooLong} from './cause.ts';
import {checkConfigMapKey} from './names.ts';

/** All values of a ConfigMap together, in bytes. */
const mostBytes = 1024 * 1024;

/** The rules for the data of a ConfigMap. */
export function validateConfigMapData({data = {}, binaryData = {}}: ConfigMap): readonly Cause[] {
  const checkKeys = (path: string, values: Readonly<Record<string, string>>): readonly Cause[] =>
    Object.keys(values).flatMap(key => checkConfigMapKey(key).map(why => invalidValue(`${path}[${key}]`, key, why)));
  const doubled = Object.keys(data).filter(key => Object.hasOwn(binaryData, key));
  const bytes =
    Object.values(data).reduce((sum, value) => sum + Buffer.byteLength(value), 0) +
    Object.values(binaryData).reduce((sum, value) => sum + Buffer.byteLength(value, 'base64'), 0);
  return [
    ...checkKeys('data', data),
    ...doubled.map(key => invalidValue(`data[${key}]`, key, 'duplicate of key present in binaryData')),
    ...checkKeys('binaryData', binaryData),
    ...(bytes > mostBytes ? [tooLong('[]', mostBytes)] : []),
  ];
}

/** An immutable ConfigMap can only be deleted. */
export function validateConfigMapUpdate(object: ConfigMap, old: ConfigMap): readonly Cause[] {
  if (old.immutable !== true) return [];
  const why = 'field is immutable when `immutable` is set';
  return [
    ...(object.immutable === true ? [] : [forbidden('immutable', why)]),
    ...(isDeepStrictEqual(object.data, old.data) ? [] : [forbidden('data', why)]),
    ...(isDeepStrictEqual(object.binaryData, old.binaryData) ? [] : [forbidden('binaryData', why)]),
  ];
}
