import * as z from 'zod/mini';
import { now } from '../../lib/clock/clock.ts';
import { catalogue, isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { validate } from '../../lib/http/parameter.ts';
import { putStandardPlans } from '../../lib/metering/rate-plan.ts';
import { standardPlanName } from '../../lib/rating/standard-plan.ts';
import { putOperator } from '../../lib/store/operator.ts';
import { newSid } from '../../lib/store/sid.ts';
import { allBy } from './choose-profiles.ts';
import { enrolAccount } from './enrol-account.ts';
import { currency, friendlyName, zone } from './parameter.ts';

const EnrolOperator = z.strictObject({
  FriendlyName: friendlyName(),
  TimeZone: z._default(zone(), 'UTC'),
  Currency: z._default(currency(), 'USD'),
});

/**
 * Invoked once, by whoever deploys the platform: makes the operator's root account. There is no route to it. Answers
 * the account's SID and auth token; or `{code, message, status}` where the input is refused (20001) or the platform has
 * its operator already (20409).
 */
export async function handler(event: unknown) {
  const enrolled = await enrolOperator(event);
  if (!isRefusal(enrolled)) return enrolled;
  const { code, message } = enrolled;
  return { code, message, status: catalogue[code].status };
}

async function enrolOperator(event: unknown): Promise<{ sid: string; authToken: string } | Refusal> {
  const given = validate(EnrolOperator, Object(event));
  if (isRefusal(given)) return given;
  const enrolled = await enrolAccount(
    {
      sid: newSid('AC'),
      role: 'operator',
      parentSid: undefined,
      friendlyName: given.FriendlyName,
      zone: given.TimeZone,
      currency: given.Currency,
      profiles: [allBy(standardPlanName(given.Currency))],
      by: 'invocation',
      at: now(),
    },
    (account) => [putOperator(account.sid), ...putStandardPlans(account.sid, account.createdAt)],
  );
  if (enrolled === 'lost') return refuse(20409, 'the platform has an operator already');
  return { sid: enrolled.account.sid, authToken: enrolled.authToken };
}
