export {makeDirectory, nameCgroup, removeDirectory, sweep} from './directory.ts';
export {assessSandbox, runInside, type SandboxKind, sandboxVariables} from './run-inside.ts';
