import { admit } from '../../lib/access/standing.ts';
import type { Carrier, MessageFacts } from '../../lib/carrier/carrier.ts';
import { carrierBornSid } from '../../lib/carrier/our-sid.ts';
import { isRefusal } from '../../lib/error/catalogue.ts';
import { type Answer, about, twiml } from '../../lib/http/answer.ts';
import type { CarrierRequest } from '../../lib/http/api.ts';
import { log } from '../../lib/http/log.ts';
import { commit } from '../../lib/store/commit.ts';
import { notify } from '../../lib/store/notification.ts';
import { loadNumberByMapping } from '../../lib/store/number.ts';
import { element } from '../../lib/twiml/element.ts';
import { writeTwiml } from '../../lib/twiml/write-twiml.ts';
import { answerKeyword } from './answer-keyword.ts';
import { inbound } from './message.ts';
import { sms } from './micro-service.ts';
import { newMessage } from './store-message.ts';

/** The carrier does nothing more: what follows from a message is ours to do. */
const nothing = twiml(writeTwiml(element('Response')));

/**
 * A carrier brings a message. It is stored with its usage, and its program is asked from the queue, so that the
 * carrier is answered at once and a slow program loses nothing. A repeated webhook is the same message.
 */
export async function receiveMessage({ carrier, webhook, now }: CarrierRequest): Promise<Answer> {
  const facts = carrier.messageFacts(webhook);
  const sid = await carrierBornSid(facts.media.length > 0 ? 'MM' : 'SM', facts.reference);
  const owner = await loadNumberByMapping(facts.to);
  const outcome = owner === undefined ? 'no account has the number' : await received(carrier, sid, owner, facts, now);
  if (outcome !== 'stored') log.info('message received', { sid, outcome });
  return owner === undefined ? nothing : about({ accountSid: owner.accountSid, sid }, nothing);
}

async function received(
  carrier: Carrier,
  sid: string,
  owner: NonNullable<Awaited<ReturnType<typeof loadNumberByMapping>>>,
  facts: MessageFacts,
  now: number,
): Promise<string> {
  const { accountSid, number } = owner;
  const standing = await admit(accountSid, sms);
  if (isRefusal(standing)) {
    const { code: errorCode, message } = standing;
    await notify([{ accountSid, resourceSid: number.sid, severity: 'error', errorCode, message, at: now }]);
    return message;
  }
  const { from, to, body, reference } = facts;
  const media = facts.media.map(({ url, contentType }) => ({ url, contentType }));
  const message = inbound(
    { sid, accountSid, from, to, body, media, reference, configurationVersion: standing.version },
    now,
  );
  const asking = { queue: 'sms', action: 'message.answer', input: {} };
  const { writes, actions } = await answerKeyword(message, standing.settings, carrier);
  const stored = await commit([...newMessage(standing.account, message, [asking, ...actions]), ...writes]);
  return stored === 'committed' ? 'stored' : 'repeated';
}
