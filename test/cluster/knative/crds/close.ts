/**
 * A schema in which an object whose fields are listed has no others. Eventing's definitions let some of them pass, such as
 * a Broker's `spec.delivery`, for the sake of experimental features: a misspelt field would be taken there, and do nothing.
 */
export function closeSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closeSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).filter(([key]) => key !== open || !('properties' in schema));
  return Object.fromEntries(entries.map(([key, value]) => [key, closeSchema(value)]));
}

const open = 'x-kubernetes-preserve-unknown-fields';
