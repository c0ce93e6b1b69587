export {isHeldWherever, isReplacedBy} from './cover.ts';
export {
  decideIsolation,
  type IsolationDecision,
  type IsolationFacts,
  type IsolationNews,
  type Slots,
} from './decide-isolation.ts';
