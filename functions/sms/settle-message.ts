import { CarrierError, type FoundMessage } from '../../lib/carrier/carrier.ts';
import { carrierForNew } from '../../lib/carrier/carriers.ts';
import { log } from '../../lib/http/log.ts';
import { loadReference } from '../../lib/store/reference.ts';
import { statusOf } from './carrier-status.ts';
import type { Message } from './message.ts';
import { accepted, reported } from './sending.ts';

/** How far the carrier's clock, in whole seconds, may be from ours. */
const toleranceMilliseconds = 60_000;

/**
 * Looks an ambiguous message up at its carrier, by From, To and Body: as it stands when the carrier has it, `undefined`
 * when it has not, or cannot say. A carrier's message that is another one's is not taken: of two with the same words
 * each gets one.
 */
export async function foundAtCarrier(message: Message, at: number): Promise<Message | undefined> {
  if (message.askedAt === undefined || message.reference !== undefined) return undefined;
  const found = await find(message, message.askedAt);
  if (found === undefined) return undefined;
  const { reference, status, errorCode } = found;
  return reported(message, { status: statusOf[status], reference, errorCode }, at) ?? accepted(message, reference, at);
}

async function find({ sid, from, to, body }: Message, askedAt: number): Promise<FoundMessage | undefined> {
  for (const found of await listed({ sid, from, to, body })) {
    if (Math.abs(found.createdAt - askedAt) > toleranceMilliseconds) continue;
    const bound = await loadReference(found.reference);
    if (bound === undefined || bound === sid) return found;
  }
  return undefined;
}

type Sought = Pick<Message, 'sid' | 'from' | 'to' | 'body'>;

async function listed({ sid, from, to, body }: Sought): Promise<readonly FoundMessage[]> {
  try {
    return await carrierForNew().findMessages({ from, to, body });
  } catch (error) {
    if (!(error instanceof CarrierError)) throw error;
    log.warn('A message could not be looked up at its carrier', { sid, kind: error.kind, reason: error.message });
    return [];
  }
}
