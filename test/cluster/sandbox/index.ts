export {removeCgroups} from './cgroups.ts';
export {claimNumber} from './claim-number.ts';
export {makeDirectory, nameCgroup, removeDirectory, sweep} from './directory.ts';
export {assessSandbox, runInside, sandboxVariables} from './run-inside.ts';
