import { type Carrier, CarrierError, type CarrierReference } from '../../lib/carrier/carrier.ts';
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
 * carrier is asked. What still lives there past its limit is ended, and looked at again. What the carrier does not know any
 * more has failed, with no seconds: nobody can say how long it was, so nobody pays for it.
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
  log.warn('A call is overdue', { callSid: sid, known: call.status });
  const current = await noteAsCarrierSays(call, carrier, call.reference, now);
  if (current === undefined || isFinal(current.status)) return;
  await lookAgain(current, now);
  await carrier.changeCall(call.reference, { kind: 'end' });
}

/** Asks the carrier how a call stands, and notes that; the call as it is then. Throws a CarrierError where it cannot be asked. */
export async function noteAsCarrierSays(
  call: Call,
  carrier: Carrier,
  reference: CarrierReference,
  now: number,
): Promise<Call | undefined> {
  const { sid, from, to } = call;
  const facts = await factsOf(carrier, reference);
  if (facts === 'forgotten') {
    log.error('A call is unknown to its carrier: it is not billed', { callSid: sid, known: call.status });
    await noteStatus(sid, { ...noFacts, reference, from, to, status: 'failed', durationSeconds: 0 }, now);
  } else await noteStatus(sid, facts, now);
  return loadCall(sid);
}

const noFacts = {
  parent: undefined,
  at: undefined,
  durationSeconds: undefined,
  answeredBy: undefined,
  sipResponseCode: undefined,
} as const;

async function factsOf(carrier: Carrier, reference: CarrierReference) {
  try {
    return await carrier.fetchCall(reference);
  } catch (error) {
    if (error instanceof CarrierError && error.kind === 'rejected' && error.code === 20404) return 'forgotten';
    throw error;
  }
}

async function lookAgain(call: Call, now: number): Promise<void> {
  const at = now + overdueAfterMilliseconds;
  await commit([putChangedCall(call, dueKeys('minute', { at, owner: 'call', what: 'call.overdue', id: call.sid }))]);
}
