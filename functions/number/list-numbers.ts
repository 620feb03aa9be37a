import * as z from 'zod/mini';
import type { NumberType } from '../../lib/carrier/carrier.ts';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { pageAnswer, pageRequest, pagingParameters } from '../../lib/http/paging.ts';
import { optionalFlag } from '../../lib/http/parameter.ts';
import { type Listing, listPage } from '../../lib/store/list.ts';
import { numberOf, type PhoneNumber } from '../../lib/store/number.ts';
import { numberRepresentation } from './representation.ts';

/** Twilio's filters: a number, or a part of one where `*` stands for any digit; a name. */
export const ListNumbers = z.object({
  PhoneNumber: z.optional(z.string().check(z.regex(/^\+?[\d*]{1,16}$/, '21421'))),
  FriendlyName: z.optional(z.string().check(z.maxLength(64))),
  /** No number here is. */
  Beta: optionalFlag(),
  Origin: z.optional(z.enum(['twilio', 'hosted'])),
  ...pagingParameters,
});
type Filters = z.infer<typeof ListNumbers>;

/** The account's numbers, newest first; of one kind, where `type` names one. */
export const listNumbers =
  (type?: NumberType) =>
  async ({ parameters, account, uri }: TenantRequest<Filters>): Promise<Answer | Refusal> => {
    const page = pageRequest(parameters);
    if (isRefusal(page)) return page;
    const matches = matcher(parameters, type);
    const found = await listPage({ ...listingOf(account.sid, parameters), ...page.place }, page.size, (stored) =>
      matches(numberOf(stored)),
    );
    const representations = found.items.map((stored) => numberRepresentation(numberOf(stored)));
    return json(
      pageAnswer(
        'incoming_phone_numbers',
        representations,
        { ...page, next: found.next, previous: found.previous },
        uri,
      ),
    );
  };

/** A whole number has an index of its own. */
const listingOf = (accountSid: string, { PhoneNumber = '' }: Filters): Listing =>
  isWhole(PhoneNumber)
    ? { index: 'to', partition: `${accountSid}#number#${PhoneNumber}` }
    : { index: 'list', partition: `${accountSid}#number` };

const isWhole = (text: string): boolean => /^\+\d{7,15}$/.test(text);

function matcher(
  { PhoneNumber = '', FriendlyName, Beta, Origin = 'twilio' }: Filters,
  type: NumberType | undefined,
): (number: PhoneNumber) => boolean {
  const pattern = new RegExp(
    (PhoneNumber.startsWith('+') ? '^' : '') + PhoneNumber.replace('+', '\\+').replaceAll('*', '\\d'),
  );
  return (number) =>
    number.status === 'in-use' &&
    (type === undefined || number.type === type) &&
    Beta !== true &&
    Origin === 'twilio' &&
    pattern.test(number.phoneNumber) &&
    (FriendlyName === undefined || number.friendlyName === FriendlyName);
}
