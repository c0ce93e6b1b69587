export {findPorts} from './ports.ts';
export {type Program, type ProgramOptions, readLogEnd, startProgram, untilUp} from './program.ts';
