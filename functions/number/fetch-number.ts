import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { loadNumber, type PhoneNumber } from '../../lib/store/number.ts';
import { isSid } from '../../lib/store/sid.ts';
import { numberRepresentation } from './representation.ts';

export const NumberPath = z.object({ Sid: z.string() });

/** One number of the account. */
export async function fetchNumber({
  parameters,
  account,
  uri,
}: TenantRequest<z.infer<typeof NumberPath>>): Promise<Answer | Refusal> {
  const number = await loadNumberInUse(account.sid, parameters.Sid);
  return number === undefined ? refuse(20404, uri.path) : json(numberRepresentation(number));
}

/** A number that the account has; undefined for another's, which it must not find out about, and for what is none yet or no more. */
export async function loadNumberInUse(accountSid: string, sid: string): Promise<PhoneNumber | undefined> {
  if (!isSid('PN', sid)) return undefined;
  const number = await loadNumber(sid);
  return number?.accountSid === accountSid && number.status === 'in-use' ? number : undefined;
}
