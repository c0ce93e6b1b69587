export {buildTools} from './build.ts';
export {isBuilt, locateTool} from './cache.ts';
export {findVersion, toolNames} from './tools.ts';
