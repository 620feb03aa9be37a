import * as z from 'zod/mini';
import { CarrierError, type NumberType } from '../../lib/carrier/carrier.ts';
import { carrierForNew } from '../../lib/carrier/carriers.ts';
import { carrierAddress } from '../../lib/carrier/link.ts';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, created } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { loadNumber, type PhoneNumber } from '../../lib/store/number.ts';
import { bornAt, listKeys } from '../../lib/store/resource.ts';
import { carrierRefusal } from './carrier-refusal.ts';
import { friendlyNameOf } from './friendly-name.ts';
import { applicationObjection, numberSettings, settingsGiven } from './number-parameters.ts';
import { dropIntent, settleKeys, storeIntent, storeOutcome } from './rent.ts';
import { numberRepresentation } from './representation.ts';

// So many numbers of an area code are tried where others take them first.
const candidatesMax = 20;

/** Twilio's parameters (CreateIncomingPhoneNumber): a number, or any of an area code of the United States. */
export const BuyNumber = z.object({
  PhoneNumber: z.optional(z.string().check(z.regex(/^\+[1-9]\d{6,14}$/, '21421'))),
  AreaCode: z.optional(z.string().check(z.regex(/^[2-9]\d{2}$/, '21451'))),
  ...numberSettings,
});

/** The same where the path names a kind of number (CreateIncomingPhoneNumberLocal, …): there is no area code. */
export const BuyNumberOfType = z.object({
  PhoneNumber: z.string('21421').check(z.regex(/^\+[1-9]\d{6,14}$/, '21421')),
  ...numberSettings,
});
type Wish = z.infer<typeof BuyNumber | typeof BuyNumberOfType> & { readonly AreaCode?: string | undefined };

/**
 * Gets an account a number, of one kind where `type` names one: on the whole platform it has one owner. The intent is
 * stored before the carrier is asked; an outcome that nobody knows is settled by what the carrier tells of the number,
 * whose name there is our SID.
 */
export const buyNumber =
  (type?: NumberType) =>
  async ({ parameters, account, now, newSid, repeated }: TenantRequest<Wish>): Promise<Answer | Refusal> => {
    if (account.status !== 'active') return refuse(20005, account.status);
    const sid = newSid('PN');
    const earlier = repeated ? await loadNumber(sid) : undefined;
    if (earlier !== undefined) return answerFor(await finished(earlier, now));
    const objection = await applicationObjection(account.sid, parameters);
    const candidates = objection ?? (await candidatesFor(parameters));
    if (isRefusal(candidates)) return candidates;
    for (const phoneNumber of candidates) {
      const number = await rent(newNumber({ sid, accountSid: account.sid }, phoneNumber, parameters, now), type, now);
      if (!isRefusal(number)) return created(numberRepresentation(number));
      // Of an area code, the next one does as well.
      if (number.code !== 21422 || candidates.length === 1) return number;
    }
    return refuse(21452, `all in area code ${parameters.AreaCode} have been taken`);
  };

async function candidatesFor({ PhoneNumber, AreaCode }: Wish): Promise<readonly string[] | Refusal> {
  if (PhoneNumber !== undefined) return [PhoneNumber];
  if (AreaCode === undefined) return refuse(21421, 'neither PhoneNumber nor AreaCode is given');
  try {
    const search = {
      country: 'US',
      type: 'Local',
      areaCode: AreaCode,
      contains: undefined,
      limit: candidatesMax,
    } as const;
    const found = await carrierForNew().searchNumbers(search);
    return found.length === 0 ? refuse(21452, `area code ${AreaCode}`) : found.map(({ phoneNumber }) => phoneNumber);
  } catch (error) {
    if (!(error instanceof CarrierError)) throw error;
    return carrierRefusal(error, `area code ${AreaCode}`, 21452);
  }
}

async function rent(number: PhoneNumber, type: NumberType | undefined, at: number): Promise<PhoneNumber | Refusal> {
  if ((await storeIntent(number)) === 'lost') return refuse(21422, number.phoneNumber);
  const carrier = carrierForNew().concerning(number);
  try {
    const rented = await carrier.rentNumber({
      phoneNumber: number.phoneNumber,
      type,
      name: number.sid,
      voiceLink: carrierAddress(carrier.id, 'calls/answer'),
      callStatusLink: carrierAddress(carrier.id, 'calls/status'),
      messageLink: carrierAddress(carrier.id, 'messages/receive'),
    });
    return await storeOutcome(number.sid, rented, at);
  } catch (error) {
    if (!(error instanceof CarrierError)) throw error;
    if (error.kind === 'ambiguous') return settled(number, error, at);
    await dropIntent(number);
    return carrierRefusal(error, number.phoneNumber, 21422);
  }
}

/** Asks the carrier whether it did it. Where it cannot tell yet the intent stays, and what is due settles it. */
async function settled(number: PhoneNumber, doubt: CarrierError, at: number): Promise<PhoneNumber | Refusal> {
  try {
    const rented = await carrierForNew().concerning(number).findNumber(number.phoneNumber);
    if (rented?.name === number.sid) return await storeOutcome(number.sid, rented, at);
  } catch (error) {
    if (!(error instanceof CarrierError)) throw error;
  }
  return carrierRefusal(doubt, number.phoneNumber, 20503);
}

/** What an earlier attempt of the same request left: a number, or a purchase whose end is not known yet. */
const finished = async (number: PhoneNumber, at: number): Promise<PhoneNumber | Refusal> =>
  number.status === 'pending'
    ? settled(number, new CarrierError('ambiguous', 'an earlier request did not see the end of it'), at)
    : number;

const answerFor = (number: PhoneNumber | Refusal): Answer | Refusal =>
  isRefusal(number) ? number : created(numberRepresentation(number));

type Owned = { readonly sid: string; readonly accountSid: string };

function newNumber({ sid, accountSid }: Owned, phoneNumber: string, wish: Wish, at: number): PhoneNumber {
  return {
    sid,
    kind: 'RES',
    accountSid,
    ...bornAt(at),
    configurationVersion: 0,
    ...listKeys({ accountSid, type: 'number', createdAt: at, sid, to: phoneNumber }),
    ...settleKeys(sid, at),
    phoneNumber,
    friendlyName: friendlyNameOf(phoneNumber),
    status: 'pending',
    voiceUrl: '',
    voiceMethod: 'POST',
    voiceFallbackUrl: '',
    voiceFallbackMethod: 'POST',
    statusCallback: '',
    statusCallbackMethod: 'POST',
    smsUrl: '',
    smsMethod: 'POST',
    smsFallbackUrl: '',
    smsFallbackMethod: 'POST',
    capabilities: { voice: false, sms: false, mms: false },
    ...settingsGiven(wish),
  };
}
