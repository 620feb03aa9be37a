import type { CallFacts } from '../../lib/carrier/carrier.ts';
import { type LinkStateOf, linkStateOf } from '../../lib/carrier/link.ts';
import { carrierBornSid, ourSid } from '../../lib/carrier/our-sid.ts';
import { type Answer, noContent } from '../../lib/http/answer.ts';
import type { CarrierRequest } from '../../lib/http/api.ts';
import { log } from '../../lib/http/log.ts';
import { noteStatus } from './note-status.ts';

/**
 * A carrier reports a call's progress: of one that we placed, of a `<Dial>` leg (which is born by its first report),
 * or the end of one that came in. Repeats and late reports change nothing (billing.md, rule 2).
 */
export async function onCallStatus({ carrier, webhook, link, now }: CarrierRequest): Promise<Answer> {
  const facts = carrier.callFacts(webhook);
  const state = link === undefined ? undefined : linkStateOf('calls/status', link);
  const outcome = await noteStatus(await sidFor(facts, state), facts, now, state);
  if (outcome !== 'noted') log.info('call status', { outcome, status: facts.status });
  return noContent;
}

/** Our SID of the call that is reported: the link's, where the call is one that we placed. */
async function sidFor(facts: CallFacts, state: LinkStateOf<'calls/status'> | undefined): Promise<string> {
  if (state?.callSid !== undefined) return state.callSid;
  return state === undefined ? ourSid('CA', facts.reference) : carrierBornSid('CA', facts.reference);
}
