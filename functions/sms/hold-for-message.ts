import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { reserveUse } from '../../lib/limit/reserve-use.ts';
import type { Account } from '../../lib/store/account.ts';
import type { Write } from '../../lib/store/commit.ts';
import { useIfSent } from './billed-use.ts';
import type { Message } from './message.ts';

/**
 * The writes that keep back the whole price of a message that a prepaid or capped account sends, and what it takes of a tier's
 * limits; none of others. A scheduled one is held for when its time has come, so that it binds nothing before. Refused: 20005 for
 * money, 20006 for a limit.
 */
export async function holdForMessage(
  account: Account,
  message: Message,
  now: number,
): Promise<readonly Write[] | Refusal> {
  if (message.status === 'scheduled') return [];
  const { quantity, ...use } = useIfSent(message);
  const unit = message.mediaCount > 0 ? 'message' : 'segment';
  const held = await reserveUse(account, { ...use, unit, unitsMin: quantity, unitsMax: quantity }, now);
  return isRefusal(held) ? held : held.writes;
}
