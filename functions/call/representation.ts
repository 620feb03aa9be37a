import { rfc2822 } from '../../lib/http/date.ts';
import type { CallStatus } from './call.ts';
import type { Call } from './call-store.ts';

const statusShown = (status: CallStatus): string => (status === 'initiated' ? 'queued' : status);

/** A call as Twilio's API shows it (OpenAPI: `api.v2010.account.call`). `price` is null until the call is rated. */
export function callRepresentation(call: Call, price: string | null, currency: string) {
  const uri = `/2010-04-01/Accounts/${call.accountSid}/Calls/${call.sid}`;
  const date = (at: number | undefined) => (at === undefined ? null : rfc2822(at));
  return {
    sid: call.sid,
    date_created: rfc2822(call.createdAt),
    date_updated: rfc2822(call.updatedAt),
    parent_call_sid: call.parentSid ?? null,
    account_sid: call.accountSid,
    to: call.to,
    to_formatted: call.to,
    from: call.from,
    from_formatted: call.from,
    phone_number_sid: call.numberSid ?? null,
    status: statusShown(call.status),
    start_time: date(call.answeredAt),
    end_time: date(call.endedAt),
    duration: call.durationSeconds === undefined ? null : String(call.durationSeconds),
    price,
    price_unit: currency,
    direction: call.direction,
    answered_by: call.answeredBy ?? null,
    api_version: '2010-04-01',
    forwarded_from: null,
    group_sid: null,
    caller_name: null,
    queue_time: String((call.placedAt ?? call.createdAt) - call.createdAt),
    trunk_sid: null,
    uri: `${uri}.json`,
    subresource_uris: {
      notifications: `${uri}/Notifications.json`,
      recordings: `${uri}/Recordings.json`,
    },
  };
}
