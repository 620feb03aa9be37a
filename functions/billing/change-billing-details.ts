import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { loadAccount } from '../../lib/access/account-access.ts';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { periodAt } from '../../lib/period/period.ts';
import type { Account } from '../../lib/store/account.ts';
import { type BillingDetails, loadBillingDetails, putBillingDetails } from '../../lib/store/billing-details.ts';
import { commit } from '../../lib/store/commit.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { isRolledUp } from './billing-details.ts';
import { detailsRepresentation } from './details-representation.ts';

const entriesMax = 100;
const text = (charactersMax: number) => z.string().check(z.minLength(1), z.maxLength(charactersMax));

export const ChangeBillingDetails = z.strictObject({
  AccountSid: z.string(),
  LegalName: z.optional(text(200)),
  /** Lines of the postal address. */
  Address: z.optional(z.array(text(100)).check(z.maxLength(8))),
  /** Empty: none. */
  TaxNumber: z.optional(z.string().check(z.maxLength(64))),
  /** Of a sub-account: `parent` puts its usage on its parent's statement, from the open period on. */
  Statements: z.optional(z.enum(['own', 'parent'])),
});
type Change = z.infer<typeof ChangeBillingDetails>;

/**
 * Sets how an account, or the operator itself, is named on statements, and whether a sub-account rolls up into its parent's.
 * What is closed stays as it is. The operator's alone to do.
 */
export async function changeBillingDetails({
  account,
  parameters,
  now,
}: TenantRequest<Change>): Promise<Answer | Refusal> {
  const objection = parameters.Statements === 'parent' ? await objectionToRollUp(account) : undefined;
  if (objection !== undefined) return refuse(20001, `Statements: ${objection}`);
  return untilCommitted(account.sid, async () => {
    const details = await loadBillingDetails(account.sid);
    const changes = decideDetails(account, details, parameters, now);
    if (isRefusal(changes)) return changes;
    if ((await commit([putBillingDetails(details, changes)])) === 'lost') return 'lost';
    return json(detailsRepresentation(account, { ...details, ...changes }, now));
  });
}

/** What a change makes of the details; pure. The first names hold since ever, later ones from now on. */
export function decideDetails(
  account: Account,
  { parties, statements, ...details }: BillingDetails,
  { LegalName, Address, TaxNumber, Statements }: Change,
  now: number,
): Pick<BillingDetails, 'parties' | 'statements'> | Refusal {
  const before = parties.at(-1);
  const named = LegalName !== undefined || Address !== undefined || TaxNumber !== undefined;
  const taxNumber = TaxNumber ?? before?.taxNumber ?? '';
  const party = {
    validFrom: before === undefined ? 0 : now,
    name: LegalName ?? before?.name ?? account.friendlyName,
    address: Address ?? before?.address ?? [],
    ...(taxNumber !== '' && { taxNumber }),
  };
  const from = periodAt(now, account.zone);
  const isNow = isRolledUp({ ...details, parties, statements }, from) ? 'parent' : 'own';
  const moves = Statements !== undefined && Statements !== isNow;
  const changed = {
    parties: named && !isSameParty(before, party) ? [...parties, party] : parties,
    statements: moves ? [...statements.filter((entry) => entry.from < from), { from, to: Statements }] : statements,
  };
  return changed.parties.length > entriesMax || changed.statements.length > entriesMax
    ? refuse(20001, `an account has at most ${entriesMax} entries of its billing details`)
    : changed;
}

type Party = BillingDetails['parties'][number];

/** Whether a change says what holds already: asked for again, it adds nothing. */
const isSameParty = (before: Party | undefined, party: Party): boolean =>
  before !== undefined && isDeepStrictEqual({ ...before, validFrom: party.validFrom }, party);

/** Only a sub-account with its parent's zone and currency can stand on its statement (billing.md, rule 14). */
async function objectionToRollUp({ parentSid, zone, currency }: Account): Promise<string | undefined> {
  const parent = parentSid === undefined ? undefined : await loadAccount(parentSid);
  if (parent === undefined || parent.role === 'operator') return 'only a sub-account has a parent with statements';
  if (parent.zone === zone && parent.currency === currency) return undefined;
  return `the parent's statements are in ${parent.zone} and ${parent.currency}, the account's in ${zone} and ${currency}`;
}
