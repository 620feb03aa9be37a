import { MalformedWebhook } from '../../../lib/carrier/carrier.ts';
import { linkStateOf } from '../../../lib/carrier/link.ts';
import { carrierBornSid } from '../../../lib/carrier/our-sid.ts';
import { type Answer, about, noContent } from '../../../lib/http/answer.ts';
import type { CarrierRequest } from '../../../lib/http/api.ts';
import { log } from '../../../lib/http/log.ts';
import { loadCall } from '../call-store.ts';
import { newStream } from './new-stream.ts';
import { noteStream } from './note-stream.ts';

/**
 * A carrier reports a stream: that it runs, what went wrong with it, or that it is over. The first report of it that
 * comes, whichever it is, makes the resource. Repeats and late reports change nothing (billing.md, rule 2).
 */
export async function onStreamStatus({ carrier, webhook, link, now }: CarrierRequest): Promise<Answer> {
  const state = linkStateOf('calls/stream', link);
  const facts = carrier.streamFacts(webhook);
  const sid = await carrierBornSid('MZ', facts.reference);
  const born = async () => {
    const call = await loadCall(state.callSid);
    if (call !== undefined && call.accountSid !== state.accountSid) throw new MalformedWebhook('link');
    return call && { call, stream: newStream(call, sid, facts.reference, state, now) };
  };
  const outcome = await noteStream(sid, { born, rideSid: state.rideSid }, { ...facts, at: facts.at ?? now }, now);
  if (outcome !== 'noted') log.info('stream status', { sid, outcome, event: facts.event });
  return about({ accountSid: state.accountSid, sid: state.callSid }, noContent);
}
