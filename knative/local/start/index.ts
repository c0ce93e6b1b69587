export {type Command, parseArguments, type StartCommand} from './arguments.ts';
export * from './config-map/index.ts';
export * from './page/index.ts';
export * from './progress/index.ts';
export {copySample, type SampleCopy} from './sample.ts';
export {formatKubectl, quotePath, sayApplied} from './say.ts';
export {overhear, type Told} from './story.ts';
export {clean} from './terminal/index.ts';
