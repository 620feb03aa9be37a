import { CarrierError } from '../../lib/carrier/carrier.ts';
import { carrierForNew } from '../../lib/carrier/carriers.ts';
import { linksFor } from '../../lib/carrier/link.ts';
import { isErrorCode, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { log } from '../../lib/http/log.ts';
import { giveBackUse } from '../../lib/limit/reserved-use.ts';
import type { Account } from '../../lib/store/account.ts';
import { commit } from '../../lib/store/commit.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { meterOf } from './billed-use.ts';
import type { Message } from './message.ts';
import { accepted, postponed, rejected, unsettled } from './sending.ts';
import { deleteUnchanged, loadMessage, storeChange } from './store-message.ts';
import { validUntil } from './waiting.ts';

/**
 * Asks a carrier to send a message that is stored and taken (`askedAt`), and stores what it said. Answers the message
 * as it stands then. An ambiguous outcome is never repeated: the first webhook tells, or the carrier is asked later
 * whether it has the message.
 */
export async function handToCarrier(account: Account, message: Message, at: number): Promise<Message> {
  const outcome = await asked(message);
  return noted(account, message, outcome, at);
}

function noted(account: Account, message: Message, outcome: Outcome, at: number): Promise<Message> {
  let known: Message | undefined = message;
  return untilCommitted(message.sid, async () => {
    const before = known ?? (await loadMessage(message.sid)) ?? message;
    known = undefined;
    const after = decided(before, outcome, at);
    // A webhook was faster than the carrier's answer: what it said stands.
    if (after === undefined) return before;
    return (await storeChange(account, before, after)) === 'lost' ? 'lost' : after;
  });
}

/**
 * Asks a carrier on behalf of a request that waits for the answer. What the carrier calls bad input (21…) is then the
 * request's refusal, as Twilio has it, and the message is taken back; any other reason is a message that has failed.
 */
export async function handOrRefuse(account: Account, message: Message, at: number): Promise<Message | Refusal> {
  const outcome = await asked(message);
  const refusal = 'error' in outcome ? inputRefusal(outcome.error, message) : undefined;
  if (refusal !== undefined && (await takenBack(message)) === 'committed') return refusal;
  return noted(account, message, outcome, at);
}

const takenBack = async (message: Message) =>
  commit([deleteUnchanged(message), ...(await giveBackUse(message.accountSid, meterOf(message), message.sid))]);

function inputRefusal({ kind, code = 0 }: CarrierError, { to }: Message): Refusal | undefined {
  const isInput = kind === 'rejected' && code >= 21_000 && code < 22_000;
  return isInput && isErrorCode(code) ? refuse(code, to) : undefined;
}

type Outcome = { readonly reference: NonNullable<Message['reference']> } | { readonly error: CarrierError };

async function asked(message: Message): Promise<Outcome> {
  const { accountSid, sid, from, to, body, media, askedAt = 0 } = message;
  const carrier = carrierForNew().concerning(message);
  const link = await linksFor(carrier.id);
  const statusLink = link('messages/status', { accountSid, messageSid: sid });
  const mediaUrls = media.map(({ url }) => url);
  const until = validUntil(message);
  // What is left of its validity is the carrier's to keep.
  const validitySeconds = until === undefined ? undefined : Math.max(1, Math.floor((until - askedAt) / 1_000));
  try {
    return { reference: await carrier.sendMessage({ from, to, body, mediaUrls, validitySeconds, statusLink }) };
  } catch (error) {
    if (!(error instanceof CarrierError)) throw error;
    log.warn('The carrier did not take a message', { sid, kind: error.kind, code: error.code, reason: error.message });
    return { error };
  }
}

function decided(message: Message, outcome: Outcome, at: number): Message | undefined {
  if (message.askedAt === undefined) return undefined;
  if ('reference' in outcome) return accepted(message, outcome.reference, at);
  const { kind, code } = outcome.error;
  if (kind === 'ambiguous') return unsettled(message, at);
  return kind === 'rejected' ? rejected(message, code, at) : postponed(message, at);
}
