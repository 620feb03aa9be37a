import { linkStateOf } from '../../lib/carrier/link.ts';
import { ourSid } from '../../lib/carrier/our-sid.ts';
import { questionToken } from '../../lib/carrier/question-token.ts';
import { isRefusal } from '../../lib/error/catalogue.ts';
import { type Answer, about, twiml } from '../../lib/http/answer.ts';
import type { CarrierRequest } from '../../lib/http/api.ts';
import { log } from '../../lib/http/log.ts';
import { element } from '../../lib/twiml/element.ts';
import { writeTwiml } from '../../lib/twiml/write-twiml.ts';
import { type Call, loadCall } from './call-store.ts';
import { noteQueue } from './caller-queue/note-queue.ts';
import { instruct } from './instruct.ts';
import { askedBefore } from './next-asked.ts';
import { notePickUp } from './pick-up.ts';
import { standingWith } from './standing.ts';
import { tenantInput } from './tenant-input.ts';

const leave = twiml(writeTwiml(element('Response', {}, [element('Leave')])));
const end = twiml(writeTwiml(element('Response', {}, [element('Hangup')])));

/**
 * A live call needs its next instructions: it was answered, a verb ended (`action`), or it was redirected. The link
 * tells whom to ask; what has happened goes along in the tenant's own terms. An account that may no longer call, or a
 * call that is not ours, ends; who waits in a queue that was deleted leaves it.
 */
export async function continueCall({ carrier, webhook, link, now }: CarrierRequest): Promise<Answer> {
  const state = linkStateOf('calls/continue', link);
  const facts = carrier.callFacts(webhook);
  const sid = state.callSid ?? (await ourSid('CA', facts.reference));
  const call = await loadCall(sid);
  const standing = await standingWith(state.accountSid, call?.allowedBy);
  if (call === undefined || call.accountSid !== state.accountSid || isRefusal(standing)) {
    log.warn('A call was ended', { callSid: sid, reason: isRefusal(standing) ? standing.message : 'it is not known' });
    return end;
  }
  const noted = await noteQueue(state, carrier, webhook.parameters['QueueSid']);
  if (noted === 'gone' && state.kind === 'queue-wait') return leave;
  const document = await instruct({
    carrier: carrier.id,
    standing,
    call: asTold(call, facts.status, facts.answeredBy),
    state,
    input: askedBefore(state) ?? (await tenantInput(webhook.parameters, state.accountSid, carrier, state.queueSid)),
    idempotencyToken: state.token ?? questionToken(webhook, sid),
    now,
  });
  await notePickUp(call, document, facts, now);
  return about(call, twiml(writeTwiml(document)));
}

/** The call as its program is told of it: what the carrier says now may be ahead of the status reports. */
function asTold(call: Call, status: string, answeredBy: string | undefined): Call {
  const known = status === 'ringing' || status === 'in-progress' || status === 'completed' ? { status } : {};
  return { ...call, ...known, ...(answeredBy === undefined ? {} : { answeredBy }) } as Call;
}
