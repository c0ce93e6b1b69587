export {describeNews, findGone} from './describe-news.ts';
export {describeSteps} from './describe-steps.ts';
export {type FollowOptions, followProgress, type ProgressSource} from './follow-progress.ts';
export {assessReadiness, type Readiness, waitAnew, waitFrom} from './readiness.ts';
export {type Room, renderLive} from './render-live.ts';
export {type Line, type NodeView, nothing, type PullView, type Snapshot, type Tone} from './types.ts';
