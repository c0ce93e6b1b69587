export {buildTools} from './build.ts';
export {isBuilt, locateTool} from './cache.ts';
export {isFetched, locateSource, sourceNames} from './sources.ts';
export {findVersion, toolNames} from './tools.ts';
