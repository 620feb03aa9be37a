import { settingsElsewhere } from '../../lib/access/enabled.ts';
import { admit } from '../../lib/access/standing.ts';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import type { Call } from './call-store.ts';
import { call as service } from './micro-service.ts';
import type { CallStanding } from './question.ts';

/**
 * How an account stands with a call. One that a conference dialled goes on though calls are not enabled, as long as
 * the operator lets the account's conferences dial out.
 */
export async function standingWith(accountSid: string, allowedBy: Call['allowedBy']): Promise<CallStanding | Refusal> {
  const standing = await admit(accountSid, service);
  if (!isRefusal(standing) || standing.code !== 20010 || allowedBy === undefined) return standing;
  const { DialOut } = await settingsElsewhere(accountSid, 'conference');
  return DialOut === true ? admit(accountSid, service, { evenDisabled: true }) : standing;
}
