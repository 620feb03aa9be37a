import { callPrice } from '../cost.ts';
import { type Call, callSeconds, isFinal } from '../network/call.ts';
import type { Network } from '../network/network.ts';
import { rfc2822 } from '../network/timestamp.ts';

const date = (epochMs: number | undefined): string | null => (epochMs === undefined ? null : rfc2822(epochMs));

/** A call as Twilio's Calls resource. */
export function representCall(network: Network, call: Call) {
  const uri = `/2010-04-01/Accounts/${network.accountSid}/Calls/${call.sid}`;
  return {
    sid: call.sid,
    account_sid: network.accountSid,
    parent_call_sid: call.parentSid ?? null,
    phone_number_sid: null,
    api_version: '2010-04-01',
    annotation: null,
    answered_by: call.answeredBy ?? null,
    caller_name: null,
    date_created: rfc2822(call.createdAt),
    date_updated: rfc2822(call.updatedAt),
    direction: call.direction,
    duration: isFinal(call.status) ? String(callSeconds(call)) : null,
    end_time: date(call.endedAt),
    forwarded_from: null,
    from: call.from,
    from_formatted: call.from,
    group_sid: null,
    price: callPrice(call),
    price_unit: 'USD',
    queue_time: '0',
    start_time: date(call.answeredAt ?? call.startedAt),
    // Until the other end rings, Twilio's API shows a call as queued.
    status: call.status === 'initiated' ? 'queued' : call.status,
    subresource_uris: {
      events: `${uri}/Events.json`,
      notifications: `${uri}/Notifications.json`,
      payments: `${uri}/Payments.json`,
      recordings: `${uri}/Recordings.json`,
      siprec: `${uri}/Siprec.json`,
      streams: `${uri}/Streams.json`,
      transcriptions: `${uri}/Transcriptions.json`,
      user_defined_message_subscriptions: `${uri}/UserDefinedMessageSubscriptions.json`,
      user_defined_messages: `${uri}/UserDefinedMessages.json`,
    },
    to: call.to,
    to_formatted: call.to,
    trunk_sid: null,
    uri: `${uri}.json`,
  };
}
