import { endCall } from '../call/move-call.ts';
import { newCall } from '../call/new-call.ts';
import { placeCall } from '../call/place-call.ts';
import { startSession } from '../call/start-session.ts';
import { changeLimit } from '../call/time-limit.ts';
import { redirectCall } from '../dial/redirect-call.ts';
import { type Call, type FirstInstructions, isFinal } from '../network/call.ts';
import { isE164 } from '../network/e164.ts';
import type { Network } from '../network/network.ts';
import { pressAtPhone } from '../phone/pressed.ts';
import { timing } from '../timing.ts';
import { badRequest, created, deleted, found, notFound, type RestAnswer, type RestRequest } from './answer.ts';
import { isInRange } from './date-range.ts';
import { badUrlIn, numberIn, sourceIn, statusLinkIn, textIn } from './form.ts';
import { refusalOf } from './magic-numbers.ts';
import { page } from './page.ts';
import { representCall } from './represent-call.ts';

const longestTimeoutSeconds = 600;
const longestCallSeconds = 86_400;

/** POST Calls.json. */
export function createCall(network: Network, { form }: RestRequest): RestAnswer {
  const to = textIn(form, 'To');
  const from = textIn(form, 'From');
  const first = instructionsIn(form);
  const refusal = checkCall(form, to, from, first);
  if (refusal !== undefined || to === undefined || from === undefined || first === undefined)
    return refusal ?? badRequest(21201, 'No To');
  const fallback = sourceIn(form, 'FallbackUrl', 'FallbackMethod');
  const call: Call = newCall(network, {
    ...callOptions(form),
    direction: 'outbound-api',
    from,
    to,
    statusCallback: statusLinkIn(form, 'StatusCallback', ['completed']),
    onAnswer: () =>
      pressAtPhone(network, call, call.sendDigits, () => startSession(network, call, first, { fallback })),
  });
  placeCall(network, call, { queueing: timing.queueing });
  return created(representCall(network, call));
}

/** What Calls and Participants have in common. */
export function callOptions(form: URLSearchParams) {
  const channels = textIn(form, 'RecordingChannels') === 'dual' ? 2 : 1;
  const statusCallback = statusLinkIn(form, 'RecordingStatusCallback', ['completed']);
  return {
    timeoutSeconds: Math.min(numberIn(form, 'Timeout') ?? 60, longestTimeoutSeconds),
    timeLimitSeconds: Math.min(numberIn(form, 'TimeLimit') ?? 14_400, longestCallSeconds),
    sendDigits: textIn(form, 'SendDigits') ?? '',
    recordOnAnswer: textIn(form, 'Record') === 'true' ? ({ channels, statusCallback } as const) : undefined,
    detectsMachine: ['Enable', 'DetectMessageEnd'].includes(textIn(form, 'MachineDetection') ?? ''),
  };
}

/** `Twiml` goes before `Url`, as at Twilio. */
export function instructionsIn(form: URLSearchParams): FirstInstructions | undefined {
  const twiml = textIn(form, 'Twiml');
  if (twiml !== undefined) return { kind: 'given', twiml };
  const source = sourceIn(form, 'Url', 'Method');
  return source === undefined ? undefined : { kind: 'source', source };
}

const urls = ['Url', 'FallbackUrl', 'StatusCallback', 'RecordingStatusCallback'] as const;

function checkCall(
  form: URLSearchParams,
  to: string | undefined,
  from: string | undefined,
  first: unknown,
): RestAnswer | undefined {
  if (to === undefined) return badRequest(21201, "No 'To' number is specified");
  if (from === undefined) return badRequest(21213, "No 'From' number is specified");
  if (first === undefined) return badRequest(21205, "Neither 'Url' nor 'Twiml' is specified");
  const bad = badUrlIn(form, urls);
  if (bad !== undefined) return badRequest(bad === 'Url' ? 21205 : 21609, `'${bad}' is not a valid URL`);
  return checkParties(to, from);
}

/** Whether a call may go from one number to another; Twilio's magic numbers are refused as documented. */
export function checkParties(to: string, from: string): RestAnswer | undefined {
  const refusal = refusalOf('callFrom', from) ?? refusalOf('callTo', to);
  if (refusal !== undefined) return badRequest(refusal.code, refusal.message);
  if (!isE164(to)) return badRequest(21211, `The 'To' number ${to} is not a valid phone number`);
  if (!isE164(from)) return badRequest(21212, `The 'From' number ${from} is not a valid phone number`);
  return undefined;
}

/** GET Calls.json. */
export function listCalls(network: Network, request: RestRequest): RestAnswer {
  const { query } = request;
  const matches = (call: Call) =>
    (query.get('To') ?? call.to) === call.to &&
    (query.get('From') ?? call.from) === call.from &&
    (query.get('Status') ?? call.status) === call.status &&
    (query.get('ParentCallSid') ?? call.parentSid) === call.parentSid &&
    isInRange(query, 'StartTime', call.startedAt) &&
    isInRange(query, 'EndTime', call.endedAt);
  const calls = [...network.calls.values()].filter(matches).reverse();
  return page(request, 'calls', calls, (call) => representCall(network, call));
}

/** GET Calls/{Sid}.json. */
export function fetchCall(network: Network, { path, named }: RestRequest): RestAnswer {
  const call = network.calls.get(named['CallSid'] ?? '');
  return call === undefined ? notFound(path) : found(representCall(network, call));
}

/** POST Calls/{Sid}.json: other instructions, another time limit, or the end. */
export function updateCall(network: Network, { path, named, form }: RestRequest): RestAnswer {
  const call = network.calls.get(named['CallSid'] ?? '');
  if (call === undefined) return notFound(path);
  const status = textIn(form, 'Status');
  if (status !== undefined) return endByRequest(network, call, status);
  const bad = badUrlIn(form, urls);
  if (bad !== undefined) return badRequest(bad === 'Url' ? 21205 : 21609, `'${bad}' is not a valid URL`);
  const limit = numberIn(form, 'TimeLimit');
  const instructions = instructionsIn(form);
  if (limit !== undefined && isFinal(call.status)) return badRequest(21220, 'Call is not in-progress. Cannot change.');
  if (limit !== undefined) changeLimit(network, call, Math.min(limit, longestCallSeconds));
  if (limit !== undefined && instructions === undefined) return found(representCall(network, call));
  if (instructions === undefined) return badRequest(21205, "Neither 'Url', 'Twiml' nor 'Status' is specified");
  if (call.status !== 'in-progress') return badRequest(21220, 'Call is not in-progress. Cannot redirect.');
  redirectCall(network, call, instructions);
  return found(representCall(network, call));
}

function endByRequest(network: Network, call: Call, status: string): RestAnswer {
  if (status !== 'completed' && status !== 'canceled') return badRequest(21218, `Invalid Status: ${status}`);
  if (isFinal(call.status)) return badRequest(21220, 'Call is not in-progress. Cannot redirect.');
  // A call in progress cannot be canceled; Twilio leaves it alone.
  if (status === 'canceled' && call.status === 'in-progress')
    return badRequest(21220, 'Call is in-progress. Cannot cancel.');
  endCall(network, call, 'canceled');
  return found(representCall(network, call));
}

/** DELETE Calls/{Sid}.json: only what is over can be forgotten. */
export function deleteCall(network: Network, { path, named }: RestRequest): RestAnswer {
  const call = network.calls.get(named['CallSid'] ?? '');
  if (call === undefined) return notFound(path);
  if (!isFinal(call.status)) return badRequest(20009, 'Cannot delete a call in progress');
  network.calls.delete(call.sid);
  return deleted;
}
