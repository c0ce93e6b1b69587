export {buildScout, buildScoutLabels, hashErrand, type ScoutInputs} from './build-scout.ts';
export {decideMoved, formatKnown, type KnownDigests, type MovedDecision, parseKnown} from './digests.ts';
export {groupNodes, listTags, type NodeGroup} from './groups.ts';
export {findOutages, type Outage} from './outages.ts';
export {type ScoutView, viewScout} from './view-scout.ts';
