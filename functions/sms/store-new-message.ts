import type { Account } from '../../lib/store/account.ts';
import { commit } from '../../lib/store/commit.ts';
import { keepingOf } from './keep-media.ts';
import type { Message } from './message.ts';
import { newMessage } from './store-message.ts';

/** Stores a message that is to be sent, and asks for copies of its media. Answers it as it is stored; lost: it is there. */
export async function storeNewMessage(account: Account, message: Message): Promise<Message | 'lost'> {
  const keeping = keepingOf(message);
  const result = await commit(newMessage(account, message, keeping));
  return result === 'lost' ? 'lost' : { ...message, outboxCount: keeping.length };
}
