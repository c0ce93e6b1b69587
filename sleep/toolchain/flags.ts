/**
 * How the holder is compiled, by whatever compiler: gcc, clang and zig cc understand all of this. Without a libc, what
 * comes out depends on the compiler alone, and no compiler may count on what a libc would have prepared.
 */
export const compileFlags: readonly string[] = [
  '-std=c11',
  '-Os',
  '-Wall',
  '-Wextra',
  // There is no libc, so main is a function like any other and strlen may not be put where a loop was.
  '-ffreestanding',
  // Nothing relocates the program when it starts.
  '-fno-pie',
  // A canary would be read from thread-local memory, which nobody has set up.
  '-fno-stack-protector',
  // Go rounds the fraction of a duration after each operation.
  '-ffp-contract=off',
  // Left out of the file: tables for exceptions, and the compiler's name.
  '-fno-asynchronous-unwind-tables',
  '-fno-unwind-tables',
  '-fno-ident',
];

/** How its objects are linked, in the order the linker wants; the layout is src/layout.ld. */
export const linkFlags: readonly string[] = ['-nostdlib', '-static', '-no-pie', '-Wl,-s', '-Wl,--build-id=none'];
