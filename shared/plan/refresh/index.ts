export {endSending, planRefresh, type RefreshPlan} from './plan-refresh.ts';
