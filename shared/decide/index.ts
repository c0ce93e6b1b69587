export {decideBridgeRequests} from './bridge-requests.ts';
export {assessClaims, type ClaimFacts, type ClaimNote, type Claims, isClaimable, listHeirs} from './claims.ts';
export {type Action, decideByOwnership, decideWrite} from './decide.ts';
export {findIgnoredLabel, isLabelled} from './label.ts';
export {assessLeave, type Leave} from './leave.ts';
export {countSlots, resolveLimit} from './limit.ts';
export {
  assessOwnership,
  findController,
  findOtherInstallation,
  isConfigMap,
  isInherited,
  isManaged,
  isOwner,
  type OwnerFacts,
  type Ownership,
} from './ownership.ts';
export {byKubernetes, decidePace, isOnDelete, type Pace, type PaceFacts} from './pace.ts';
export {hasOnlyStatusMoved} from './race.ts';
export {decideRefresh, type RefreshDecision} from './refresh.ts';
export {
  type DeclaredRequest,
  findGrant,
  findRequest,
  formatAnswered,
  parseDeclaredRequest,
  type RefreshRequest,
} from './request.ts';
export {decideRetry, formatRetry, parseRetry, type Retry} from './retry.ts';
export {isDeletedByRival, isMadeByRival} from './rival.ts';
export {assessSlots, type Wave} from './slots.ts';
export {decideStart} from './start.ts';
export {decideSurge, type SurgeFacts} from './surge.ts';
export {
  assessDifferences,
  type Difference,
  matchesRecord,
  recordSpec,
  type SpecAnswer,
} from './sync.ts';
export {isOtherTemplate} from './template.ts';
