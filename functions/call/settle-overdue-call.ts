import { carrierNamed } from '../../lib/carrier/carriers.ts';
import { log } from '../../lib/http/log.ts';
import { commit } from '../../lib/store/commit.ts';
import { dueKeys } from '../../lib/store/due.ts';
import { isFinal } from './call.ts';
import { type Call, loadCall, putChangedCall } from './call-store.ts';
import { noteStatus } from './note-status.ts';
import { overdueAfterMilliseconds } from './overdue.ts';

/**
 * A call ought to have ended and nobody told us. One that never reached the carrier has failed; of any other the
 * carrier is asked. What still lives there past its limit is ended, and looked at again.
 */
export async function settleOverdueCall(sid: string, now: number): Promise<void> {
  const call = await loadCall(sid);
  if (call === undefined || isFinal(call.status)) return;
  const carrier = carrierNamed(call.reference?.carrier ?? '')?.concerning(call);
  if (call.reference === undefined || carrier === undefined) {
    const reference = { carrier: '', account: '', id: call.sid };
    await noteStatus(sid, { ...noFacts, reference, from: call.from, to: call.to, status: 'failed' }, now);
    return;
  }
  const facts = await carrier.fetchCall(call.reference);
  log.warn('A call is overdue', { callSid: sid, known: call.status, carrier: facts.status });
  await noteStatus(sid, facts, now);
  const current = await loadCall(sid);
  if (current === undefined || isFinal(current.status)) return;
  await lookAgain(current, now);
  await carrier.changeCall(call.reference, { kind: 'end' });
}

const noFacts = {
  parent: undefined,
  at: undefined,
  durationSeconds: undefined,
  answeredBy: undefined,
  sipResponseCode: undefined,
} as const;

async function lookAgain(call: Call, now: number): Promise<void> {
  const at = now + overdueAfterMilliseconds;
  await commit([putChangedCall(call, dueKeys('minute', { at, owner: 'call', what: 'call.overdue', id: call.sid }))]);
}
