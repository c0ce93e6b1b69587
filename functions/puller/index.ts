export {askRecord, findPullers, foresee, gather, listPullers, readSetting} from './gather/index.ts';
export {performNews} from './perform-news.ts';
export {tell} from './tell.ts';
