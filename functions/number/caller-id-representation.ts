import { rfc2822 } from '../../lib/http/date.ts';
import type { CallerId } from '../../lib/store/caller-id.ts';

/** A verified caller id as Twilio's API shows it (OpenAPI: api.v2010.account.outgoing_caller_id). */
export const callerIdRepresentation = (callerId: CallerId) => ({
  sid: callerId.sid,
  account_sid: callerId.accountSid,
  friendly_name: callerId.friendlyName,
  phone_number: callerId.phoneNumber,
  date_created: rfc2822(callerId.createdAt),
  date_updated: rfc2822(callerId.updatedAt),
  uri: `/2010-04-01/Accounts/${callerId.accountSid}/OutgoingCallerIds/${callerId.sid}.json`,
});
