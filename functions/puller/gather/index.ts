export {foresee, gather} from './gather.ts';
export {findPullers, listPullers} from './pullers.ts';
export {askRecord} from './record.ts';
export {readSetting} from './setting.ts';
