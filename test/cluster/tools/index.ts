export {buildTools} from './build.ts';
export {isBuilt, locateTool} from './cache.ts';
export {findVersion, type ToolName, toolNames} from './tools.ts';
