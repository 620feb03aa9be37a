import * as z from 'zod/mini';
import { loadAccount } from '../../lib/access/account-access.ts';
import { leadMilliseconds, loadTerms, modeAt, putFirstTerms } from '../../lib/balance/terms.ts';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, created } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import type { Account } from '../../lib/store/account.ts';
import { chooseProfiles } from './choose-profiles.ts';
import { enrolAccount } from './enrol-account.ts';
import { currency, friendlyName, zone } from './parameter.ts';
import { accountRepresentation, platformAccountRepresentation } from './representation.ts';

/** Twilio's parameters (CreateAccount). */
export const CreateAccount = z.object({ FriendlyName: z.optional(friendlyName()) });

/** The same in `/v1`, with what Twilio's API has no word for. Zone and currency are the parent's when absent. */
export const CreatePlatformAccount = z.strictObject({
  FriendlyName: friendlyName(),
  TimeZone: z.optional(zone()),
  Currency: z.optional(currency()),
  /** A rate plan of the operator's, in that currency. */
  Plan: z.optional(z.string().check(z.minLength(1), z.maxLength(64), z.meta({ example: 'standard' }))),
});

/** The operator gets a tenant, a tenant a sub-account. */
export async function createAccount(request: TenantRequest<z.infer<typeof CreateAccount>>): Promise<Answer | Refusal> {
  const account = await enrolUnder(request, request.parameters);
  return isRefusal(account) ? account : created(await accountRepresentation(account));
}

/** As `createAccount`, by `/v1`. */
export async function createPlatformAccount(
  request: TenantRequest<z.infer<typeof CreatePlatformAccount>>,
): Promise<Answer | Refusal> {
  const account = await enrolUnder(request, request.parameters);
  return isRefusal(account) ? account : created(await platformAccountRepresentation(account));
}

type Wish = {
  readonly FriendlyName?: string | undefined;
  readonly TimeZone?: string | undefined;
  readonly Currency?: string | undefined;
  readonly Plan?: string | undefined;
};

async function enrolUnder(
  { caller, now, newSid, repeated }: TenantRequest<unknown>,
  wish: Wish,
): Promise<Account | Refusal> {
  const sid = newSid('AC');
  const earlier = repeated ? await loadAccount(sid) : undefined;
  if (earlier !== undefined) return earlier;
  if (await isSubAccount(caller)) return refuse(20006, 'a sub-account has no sub-accounts');
  const currency = wish.Currency ?? caller.currency;
  const profiles = await chooseProfiles(caller, currency, wish.Plan);
  if (isRefusal(profiles)) return profiles;
  const enrolment = {
    sid,
    role: 'tenant' as const,
    parentSid: caller.sid,
    friendlyName: wish.FriendlyName ?? `SubAccount Created at ${new Date(now).toISOString()}`,
    zone: wish.TimeZone ?? caller.zone,
    currency,
    profiles,
    by: caller.sid,
    at: now,
  };
  const paysInAdvance = currency !== caller.currency && (await isLimitedByMoney(caller, now));
  const enrolled = await enrolAccount(enrolment, () => (paysInAdvance ? [putFirstTerms(sid, caller.sid, now)] : []));
  if (enrolled === 'lost') throw new Error('A new account met one of the same SID');
  return enrolled.account;
}

/** Whether an account may use no more than it has. A sub-account that it cannot pay for, in another currency, is limited too. */
async function isLimitedByMoney({ sid }: Account, now: number): Promise<boolean> {
  const mode = modeAt(await loadTerms(sid), now + leadMilliseconds);
  return mode !== undefined && mode !== 'postpaid';
}

/** A tenant's parent is the operator, a sub-account's a tenant. */
async function isSubAccount({ parentSid }: Account): Promise<boolean> {
  return parentSid !== undefined && (await loadAccount(parentSid))?.role !== 'operator';
}
