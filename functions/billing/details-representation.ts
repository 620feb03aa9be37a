import * as z from 'zod/mini';
import { instant, named, sidOf } from '../../lib/http/schema.ts';
import type { Account } from '../../lib/store/account.ts';
import type { BillingDetails } from '../../lib/store/billing-details.ts';
import { partyAt } from './billing-details.ts';

export const BillingDetailsAnswer = named(
  'BillingDetails',
  z.object({
    AccountSid: sidOf('AC'),
    LegalName: z.string(),
    Address: z.array(z.string()),
    TaxNumber: z.nullable(z.string()),
    Taxes: z.array(z.object({ Name: z.string(), Rate: z.string(), ValidFrom: instant() })),
    Statements: z.array(z.object({ FromPeriod: z.string(), To: z.enum(['own', 'parent']) })),
  }),
);

/** Billing details as `/v1` answers them: what holds now, and what held and will hold when. */
export function detailsRepresentation(
  account: Account,
  details: BillingDetails,
  now: number,
): z.input<typeof BillingDetailsAnswer> {
  const party = partyAt(account, details, now + 1);
  return {
    AccountSid: account.sid,
    LegalName: party.name,
    Address: [...party.address],
    TaxNumber: party.taxNumber ?? null,
    Taxes: details.taxes.map(({ name, rate, validFrom }) => ({ Name: name, Rate: rate, ValidFrom: iso(validFrom) })),
    Statements: details.statements.map(({ from, to }) => ({ FromPeriod: from, To: to })),
  };
}

const iso = (epochMs: number): string => new Date(epochMs).toISOString();
