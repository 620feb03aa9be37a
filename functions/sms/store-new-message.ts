import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import type { Account } from '../../lib/store/account.ts';
import { commit } from '../../lib/store/commit.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { holdForMessage } from './hold-for-message.ts';
import { keepingOf } from './keep-media.ts';
import type { Message } from './message.ts';
import { loadMessage, newMessage } from './store-message.ts';

/**
 * Stores a message that is to be sent, with the money for it, and asks for copies of its media. Answers it as it is
 * stored; `there`: one of its SID is. Refused where there is no money for it.
 */
export function storeNewMessage(account: Account, message: Message): Promise<Message | Refusal | 'there'> {
  const keeping = keepingOf(message);
  return untilCommitted(message.sid, async () => {
    const held = await holdForMessage(account, message, message.createdAt);
    if (isRefusal(held)) return held;
    const result = await commit([...newMessage(account, message, keeping), ...held]);
    if (result === 'committed') return { ...message, outboxCount: keeping.length };
    // Lost to a message of that SID, or to who was first to the money.
    return held.length === 0 || (await loadMessage(message.sid)) !== undefined ? 'there' : 'lost';
  });
}
