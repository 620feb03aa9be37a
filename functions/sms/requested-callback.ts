import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { loadApplicationOf } from '../../lib/store/application.ts';

type Wishes = { readonly StatusCallback?: string | undefined; readonly ApplicationSid?: string | undefined };

/**
 * Where a message's statuses are to be told: the request's own URL goes before its application's (Twilio's
 * ApplicationSid); undefined where neither says one. 21218 for an application that the account does not have.
 */
export async function requestedCallback(accountSid: string, wishes: Wishes): Promise<string | undefined | Refusal> {
  const { StatusCallback, ApplicationSid } = wishes;
  if (StatusCallback !== undefined || ApplicationSid === undefined) return StatusCallback;
  const application = await loadApplicationOf(accountSid, ApplicationSid);
  if (application === undefined) return refuse(21218, ApplicationSid);
  return application.messageStatusCallback || application.smsStatusCallback || undefined;
}
