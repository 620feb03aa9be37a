import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { formatNano, nanoOf, parseNano } from '../../lib/money/nano.ts';
import { loadBillingDetails, putBillingDetails } from '../../lib/store/billing-details.ts';
import { commit } from '../../lib/store/commit.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { detailsRepresentation } from './details-representation.ts';

const entriesMax = 200;
const notRate = 'must be per cent from 0 to 100 as decimal text, such as 8.875';

export const SetTax = z.strictObject({
  AccountSid: z.string(),
  Name: z.string().check(z.minLength(1), z.maxLength(40)),
  /** In per cent; 0 ends the tax. */
  Rate: z.string().check(z.refine(isRate, notRate)),
  /** Now when absent. It is on statements of periods that end later. */
  ValidFrom: z.optional(z.iso.datetime()),
});

function isRate(text: string): boolean {
  const parsed = parseNano(text);
  return 'nano' in parsed && parsed.nano >= 0n && parsed.nano <= nanoOf('100');
}

/**
 * Puts a tax on what an account owes, or changes its rate, from an instant on: a statement has the taxes that are in force
 * when its period ends. What is closed stays as it is. The operator's alone to do.
 */
export async function setTax({
  account,
  parameters: { Name, Rate, ValidFrom },
  now,
  repeated,
  askedAt,
}: TenantRequest<z.infer<typeof SetTax>>): Promise<Answer | Refusal> {
  const validFrom = ValidFrom === undefined ? now : Date.parse(ValidFrom);
  const since = ValidFrom === undefined ? askedAt : validFrom;
  const rate = formatNano(nanoOf(Rate));
  return untilCommitted(account.sid, async () => {
    const details = await loadBillingDetails(account.sid);
    // An earlier attempt of the same request has set it.
    const isSet = details.taxes.some(
      (tax) => tax.name === Name && tax.rate === rate && tax.validFrom >= since && tax.validFrom <= validFrom,
    );
    if (repeated && isSet) return json(detailsRepresentation(account, details, now), 201);
    if (validFrom < now) return refuse(20001, `ValidFrom: ${ValidFrom} is over`);
    if (details.taxes.length >= entriesMax) return refuse(20001, `an account has at most ${entriesMax} rates of taxes`);
    const others = details.taxes.filter((tax) => tax.name !== Name || tax.validFrom !== validFrom);
    const taxes = [...others, { name: Name, rate, validFrom }];
    taxes.sort((left, right) => left.validFrom - right.validFrom);
    if ((await commit([putBillingDetails(details, { taxes })])) === 'lost') return 'lost';
    return json(detailsRepresentation(account, { ...details, taxes }, now), 201);
  });
}
