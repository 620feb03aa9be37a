import { type Call, type CallStatus, callSeconds, isFinal } from '../network/call.ts';
import type { Network } from '../network/network.ts';
import { rfc2822 } from '../network/timestamp.ts';
import type { Webhooks } from '../webhook/webhooks.ts';
import { callParameters } from './parameters.ts';

/** Twilio's event names; every end of a call is `completed`. */
const eventOf = (status: CallStatus) =>
  isFinal(status) ? 'completed' : status === 'in-progress' ? 'answered' : status;

const secondsOfMinute = 60;

/** Tells a call's status callback of a move, if it asked for that event. */
export async function reportStatus(network: Network, webhooks: Webhooks, call: Call): Promise<void> {
  const { statusCallback, status } = call;
  if (statusCallback === undefined || !statusCallback.events.includes(eventOf(status))) return;
  const sequence = call.sequence;
  call.sequence += 1;
  await webhooks.send(statusCallback, {
    ...callParameters(network, call),
    ...(isFinal(status) ? durationParameters(call) : {}),
    ...(call.sipResponseCode === undefined ? {} : { SipResponseCode: String(call.sipResponseCode) }),
    Timestamp: rfc2822(network.clock.now()),
    CallbackSource: 'call-progress-events',
    SequenceNumber: String(sequence),
  });
}

/** Twilio's CallDuration is in seconds, its Duration in started minutes. */
function durationParameters(call: Call): Record<string, string> {
  const seconds = callSeconds(call);
  return { CallDuration: String(seconds), Duration: String(Math.ceil(seconds / secondsOfMinute)) };
}
