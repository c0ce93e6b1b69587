export {buildTools} from './build.ts';
export {isBuilt, locateTool} from './cache.ts';
export {isFetched, kindSources, liveSources, locateSource} from './sources.ts';
export {findProgram, findVersion, toolNames} from './tools.ts';
