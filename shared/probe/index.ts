export {buildProbe, buildProbeLabels, hashQuestion, type ProbeInputs} from './build-probe.ts';
export {decideProbe, formatKnown, type KnownDigests, type ProbeDecision, parseKnown} from './digests.ts';
export {groupNodes, listTags, type NodeGroup} from './groups.ts';
export {findOutages, type Outage} from './outages.ts';
export {type ProbeAnswers, readProbe} from './read-probe.ts';
