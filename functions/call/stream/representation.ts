import { rfc2822 } from '../../../lib/http/date.ts';
import type { Stream } from './stream-store.ts';

/** A stream as Twilio's API shows it (OpenAPI: `api.v2010.account.call.stream`). */
export const streamRepresentation = ({ sid, accountSid, callSid, name, status, updatedAt }: Stream) => ({
  sid,
  account_sid: accountSid,
  call_sid: callSid,
  name: name ?? null,
  status: status === 'in-progress' ? status : 'stopped',
  date_updated: rfc2822(updatedAt),
  uri: `/2010-04-01/Accounts/${accountSid}/Calls/${callSid}/Streams/${sid}.json`,
});
