import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {StepName} from '@image-puller/shared/events';
import type {Doorbell, Outcome} from '../../step.ts';
import {
  buildEntry,
  buildKey,
  type ClientError,
  createCoalescer,
  type Delivered,
  deliver,
  type InvocationEntry,
  type Invoke,
} from '../delivery/index.ts';
import {answerClientError, answerCovered, answerDefect, answerOutcome, type Reply} from './answer.ts';
import {registerFunction} from './framework.ts';
import {createGuard} from './guard.ts';
import {defaultLimits, type Limits} from './limits.ts';
import {parseDoorbell} from './parse-doorbell.ts';
import {readEvent} from './read-event.ts';
import {sendAnswer} from './send-answer.ts';
import {serverOptions} from './server-options.ts';

/** What a webhook is made of. */
export interface WebhookOptions {
  readonly step: StepName;
  readonly invoke: Invoke;
  /** Takes one entry for each delivery. */
  readonly log: (entry: InvocationEntry) => void;
  readonly now: () => Date;
  readonly limits?: Limits;
}

/** A function that can be listened with, and waited for. */
export interface Webhook {
  readonly server: Server;
  /** Has an event come yet? */
  readonly wasRung: () => boolean;
  /** Runs the step as an event would have it run, folded together with events and logged like them. */
  readonly wake: (bell: Doorbell) => Promise<Delivered>;
  /** Resolves when no run of the step is under way or waits, those included whose sender has gone. */
  readonly settled: () => Promise<void>;
}

/**
 * The delivery contract: HTTP request -> CloudEvent -> doorbell -> step -> status code.
 *
 * Everything that is no event of this step is refused with one line of reason, in bounded memory and time. Nothing that
 * came with the request except the event's id, type and object is ever answered or logged.
 */
export function createWebhook({step, invoke, log, now, limits = defaultLimits}: WebhookOptions): Webhook {
  const coalescer = createCoalescer<Outcome>();
  const report = (delivered: Delivered, since: Date, bell?: Doorbell) =>
    log(buildEntry(step, bell, delivered, Math.max(0, now().getTime() - since.getTime())));

  let rung = false;
  const run = async (bell: Doorbell): Promise<Delivered> => {
    const since = now();
    const delivered = await deliver(bell, buildKey(step, bell), {
      invoke,
      coalescer,
      deadline: limits.deadline,
      onLateDefect: error => report({result: 'defect', error}, since, bell),
    });
    report(delivered, since, bell);
    return delivered;
  };
  const ring = async (bell: Doorbell, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    rung = true;
    sendAnswer(request, response, answer(await run(bell)));
  };
  const refuse = (clientError: ClientError, request: IncomingMessage, response: ServerResponse) => {
    report({result: 'refused', clientError}, now());
    sendAnswer(request, response, answerClientError(clientError));
  };

  const accept = registerFunction(
    step,
    (request, response, body) => {
      const read = readEvent(request.headers, body);
      const parsed = 'event' in read ? parseDoorbell(read.event, step) : read;
      if ('clientError' in parsed) refuse(parsed.clientError, request, response);
      else void ring(parsed.bell, request, response);
    },
    (request, response) => refuse({status: 400, reason: 'the URL is malformed: send events to /'}, request, response),
  );
  const guard = createGuard({
    accept,
    limits,
    onRefused: clientError => report({result: 'refused', clientError}, now()),
  });
  return {
    server: createServer(serverOptions, (request, response) => void guard(request, response)),
    wasRung: () => rung,
    wake: run,
    settled: () => coalescer.settled(),
  };
}

function answer(delivered: Delivered): Reply {
  switch (delivered.result) {
    case 'covered':
      return answerCovered;
    case 'refused':
      return answerClientError(delivered.clientError);
    case 'defect':
      return answerDefect;
    default:
      return answerOutcome(delivered);
  }
}
