import { rfc2822 } from '../../lib/http/date.ts';
import { formatNano, type Nano, nano } from '../../lib/money/nano.ts';
import type { Trigger } from './trigger.ts';

/** A Usage Trigger as Twilio's API shows it (OpenAPI: `api.v2010.account.usage.usage_trigger`). */
export const triggerRepresentation = (trigger: Trigger, currentValue: Nano) => ({
  sid: trigger.sid,
  account_sid: trigger.accountSid,
  api_version: '2010-04-01',
  friendly_name: trigger.friendlyName,
  usage_category: trigger.usageCategory,
  trigger_by: trigger.triggerBy,
  trigger_value: valueText(trigger),
  current_value: formatNano(currentValue),
  recurring: trigger.recurring,
  callback_url: trigger.callbackUrl,
  callback_method: trigger.callbackMethod,
  usage_record_uri: usageRecordUri(trigger),
  date_created: rfc2822(trigger.createdAt),
  date_updated: rfc2822(trigger.updatedAt),
  date_fired: trigger.firedAt === undefined ? null : rfc2822(trigger.firedAt),
  uri: `/2010-04-01/Accounts/${trigger.accountSid}/Usage/Triggers/${trigger.sid}.json`,
});

/** The value at which it fires, in full. */
export const valueText = ({ triggerValue }: Pick<Trigger, 'triggerValue'>): string =>
  formatNano(nano(BigInt(triggerValue)));

/** Where what it watches is to be read. */
export const usageRecordUri = ({ accountSid, usageCategory }: Trigger): string =>
  `/2010-04-01/Accounts/${accountSid}/Usage/Records.json?Category=${usageCategory}`;
