export {findPorts} from './ports.ts';
export {type Program, type ProgramOptions, readLog, startProgram, untilUp} from './program.ts';
