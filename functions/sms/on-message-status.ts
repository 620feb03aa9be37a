import { knownAccount } from '../../lib/access/account-access.ts';
import type { MessageFacts } from '../../lib/carrier/carrier.ts';
import { linkStateOf } from '../../lib/carrier/link.ts';
import { type Answer, noContent } from '../../lib/http/answer.ts';
import type { CarrierRequest } from '../../lib/http/api.ts';
import { log } from '../../lib/http/log.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { statusOf } from './carrier-status.ts';
import { reported } from './sending.ts';
import { loadMessage, storeChange } from './store-message.ts';

/** A carrier reports what became of a message that we sent. Repeats and late reports change nothing (billing.md, rule 2). */
export async function onMessageStatus({ carrier, webhook, link, now }: CarrierRequest): Promise<Answer> {
  const { messageSid } = linkStateOf('messages/status', link);
  const facts = carrier.messageFacts(webhook);
  const outcome = await noteStatus(messageSid, facts, now);
  if (outcome !== 'noted') log.info('message status', { sid: messageSid, outcome, status: facts.status });
  return noContent;
}

function noteStatus(sid: string, { reference, status, errorCode }: MessageFacts, now: number) {
  return untilCommitted(sid, async () => {
    const message = await loadMessage(sid);
    if (message === undefined) return 'unknown';
    const after = reported(message, { status: statusOf[status], reference, errorCode }, now);
    if (after === undefined) return 'ignored';
    const account = await knownAccount(message.accountSid);
    if (account === undefined) throw new Error(`${sid} belongs to no account`);
    // Lost to another report: look again. Ignoring it here would lose the end of a message.
    return (await storeChange(account, message, after)) === 'lost' ? 'lost' : 'noted';
  });
}
