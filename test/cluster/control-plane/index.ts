export type {AuditEntry} from './audit.ts';
export {type ControlPlane, type ControlPlaneOptions, startControlPlane, untilThere} from './control-plane.ts';
export {nodeNames} from './credentials.ts';
