/** A Status as the API answers what it refuses, without what every one has. */
export function failure(code: number, reason: string, message: string, details?: object): object {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    ...(reason !== '' && {reason}),
    ...(details !== undefined && {details}),
    code,
  };
}
