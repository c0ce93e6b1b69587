export type {Reply} from './answer.ts';
export {healthPath} from './guard.ts';
export {defaultLimits, type Limits} from './limits.ts';
export {sendAnswer} from './send-answer.ts';
export {serverOptions} from './server-options.ts';
export {createWebhook, type Webhook, type WebhookOptions} from './webhook.ts';
