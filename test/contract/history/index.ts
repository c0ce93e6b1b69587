export {historyContracts} from './history.ts';
