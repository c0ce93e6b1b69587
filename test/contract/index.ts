export {
  type Contract,
  type ContractCluster,
  nodeLabel,
} from './contract.ts';
export {controllerContracts} from './controllers/index.ts';
export {differenceContracts} from './differences.ts';
export {historyContracts} from './history/index.ts';
export {requestContracts} from './requests/index.ts';
