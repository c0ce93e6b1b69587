export {findPorts} from './ports.ts';
export {type Program, readLog, startProgram, untilUp} from './program.ts';
