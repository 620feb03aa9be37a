import { knownAccount } from '../../lib/access/account-access.ts';
import type { RentedNumber } from '../../lib/carrier/carrier.ts';
import { putHeldChange } from '../../lib/metering/held.ts';
import { commit, type Write } from '../../lib/store/commit.ts';
import { dueKeys } from '../../lib/store/due.ts';
import { deleteNumberMapping, putNumberMapping } from '../../lib/store/mapping.ts';
import { deleteNumber, loadNumber, type PhoneNumber, putChangedNumber, putNewNumber } from '../../lib/store/number.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';

// By then no request that was on its way to the carrier can still arrive: each is given up after 10 s.
const settledAfterMilliseconds = 60_000;

/** When an intent that nobody saw the end of is looked at. */
export const settleKeys = (sid: string, at: number) =>
  dueKeys('minute', { at: at + settledAfterMilliseconds, owner: 'number', what: 'number.unsettled', id: sid });

/** Stores that an account is about to get a number, before the carrier is asked. `lost`: somebody here has it. */
export const storeIntent = (number: PhoneNumber) =>
  commit([
    putNewNumber(number),
    putNumberMapping(number.phoneNumber, { accountSid: number.accountSid, resourceSid: number.sid }),
  ]);

/** Stores that the carrier has let the account have the number. */
export const storeOutcome = (sid: string, { reference, capabilities, type }: RentedNumber, at: number) =>
  untilCommitted(sid, async () => {
    const number = await loadNumber(sid);
    if (number === undefined) throw new Error(`${sid} was rented, but its intent is gone`);
    if (number.status !== 'pending') return number; // Somebody else was first.
    const changes = {
      status: 'in-use',
      reference,
      capabilities,
      ...(type !== undefined && { type }),
      updatedAt: at,
      duePK: undefined,
      dueSK: undefined,
    } as const;
    const result = await commit([putChangedNumber(number, changes), await putHeld(number.accountSid, 1n, at)]);
    return result === 'lost' ? result : { ...number, ...changes };
  });

/** The write that meters a number of an account from `at` on (1n), or no more (-1n), for the transaction that makes it so. */
export async function putHeld(accountSid: string, units: 1n | -1n, at: number): Promise<Write> {
  const account = await knownAccount(accountSid);
  if (account === undefined) throw new Error(`There is no account ${accountSid} to hold a number`);
  return putHeldChange(account, { meter: 'phonenumbers', units, since: at }, at);
}

/** Takes an intent back: the carrier did nothing. `lost`: it has been settled otherwise. */
export const dropIntent = (number: PhoneNumber) =>
  commit([deleteNumber(number), deleteNumberMapping(number.phoneNumber, number.sid)]);
