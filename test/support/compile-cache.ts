/**
 * For the environment of a Node process that a test starts: where V8 keeps what it has compiled, as for the test's own
 * process. What starts again and again is compiled once; as a container starts it would be compiled each time.
 */
export const compileCache: Readonly<Record<string, string>> =
  process.env.NODE_COMPILE_CACHE === undefined ? {} : {NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE};
