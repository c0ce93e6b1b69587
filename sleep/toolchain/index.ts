export {type Architecture, architectureNames, architectures, findArchitecture} from './architectures.ts';
export {type Compiler, compile, compileHolder, type FoundCompiler, sourceDirectory} from './compile.ts';
export {findHostCompiler} from './host-compiler.ts';
export {type Memory, measureHolder, readMemory, readState} from './memory.ts';
export {findZig, installZig, locateZig} from './zig.ts';
