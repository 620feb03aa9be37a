import type { CallFacts } from '../../lib/carrier/carrier.ts';
import { type LinkStateOf, linkStateOf } from '../../lib/carrier/link.ts';
import { carrierBornSid, ourSid } from '../../lib/carrier/our-sid.ts';
import { type Answer, about, noContent } from '../../lib/http/answer.ts';
import type { CarrierRequest } from '../../lib/http/api.ts';
import { log } from '../../lib/http/log.ts';
import { loadCall } from './call-store.ts';
import { noteStatus } from './note-status.ts';

/**
 * A carrier reports a call's progress: of one that we placed, of a `<Dial>` leg (which is born by its first report),
 * or the end of one that came in. Repeats and late reports change nothing (billing.md, rule 2).
 */
export async function onCallStatus({ carrier, webhook, link, now }: CarrierRequest): Promise<Answer> {
  const facts = carrier.callFacts(webhook);
  const state = link === undefined ? undefined : linkStateOf('calls/status', link);
  const sid = await sidFor(facts, state);
  const outcome = await noteStatus(sid, facts, now, state);
  if (outcome !== 'noted') log.info('call status', { outcome, status: facts.status });
  const accountSid = state?.accountSid ?? (await loadCall(sid))?.accountSid;
  return accountSid === undefined ? noContent : about({ accountSid, sid }, noContent);
}

/** Our SID of the call that is reported: the link's, where the call is one that we placed. */
async function sidFor(facts: CallFacts, state: LinkStateOf<'calls/status'> | undefined): Promise<string> {
  if (state?.callSid !== undefined) return state.callSid;
  return state === undefined ? ourSid('CA', facts.reference) : carrierBornSid('CA', facts.reference);
}
