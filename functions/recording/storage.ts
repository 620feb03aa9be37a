import { knownAccount } from '../../lib/access/account-access.ts';
import { putHeldChange } from '../../lib/metering/held.ts';
import type { Account } from '../../lib/store/account.ts';
import type { Write } from '../../lib/store/commit.ts';
import type { Recording } from './recording-store.ts';

const meter = 'recordingstorage';

type Sound = Pick<Recording, 'mediaBytes' | 'finalizedAt' | 'createdAt'>;

/**
 * The write that meters a recording's sound from now on, for the transaction that keeps it (billing.md, rule 13). It counts
 * since the recording ended: how long the copying takes is nobody's bill.
 */
export const putKept = (account: Account, { mediaBytes = 0, finalizedAt, createdAt }: Sound, now: number): Write[] =>
  mediaBytes === 0
    ? []
    : [putHeldChange(account, { meter, units: BigInt(mediaBytes), since: finalizedAt ?? createdAt }, now)];

/** The write that ends it, for the transaction that gives the sound up; nothing where none was kept. */
export const putGivenUp = (account: Account, { media, mediaBytes = 0 }: Recording, now: number): Write[] =>
  media !== 'kept' || mediaBytes === 0
    ? []
    : [putHeldChange(account, { meter, units: -BigInt(mediaBytes), since: now }, now)];

/** Whose storage a recording takes. */
export async function ownerOfStorage({ sid, accountSid }: Recording): Promise<Account> {
  const account = await knownAccount(accountSid);
  if (account === undefined) throw new Error(`${sid} belongs to no account`);
  return account;
}
