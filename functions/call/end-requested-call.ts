import { CarrierError } from '../../lib/carrier/carrier.ts';
import { carrierNamed } from '../../lib/carrier/carriers.ts';
import { isFinal } from './call.ts';
import { loadCall } from './call-store.ts';
import { endWaiting } from './end-waiting.ts';

/**
 * The action `call.end`: ends a call that another micro-service had placed, or takes it back while it waits; its end is the carrier's to report. One that
 * has ended already is nobody's concern; one of which the carrier's answer is still awaited comes again.
 */
export async function endRequestedCall(callSid: string, now: number): Promise<void> {
  const call = await loadCall(callSid);
  if (call !== undefined && isFinal(call.status)) return;
  if (call?.waiting !== undefined && (await endWaiting(call, 'canceled', now)) === 'committed') return;
  const reference = call?.reference;
  const carrier = reference && carrierNamed(reference.carrier);
  if (!carrier || reference === undefined) throw new Error(`${callSid} is not at the carrier yet`);
  try {
    await carrier.changeCall(reference, { kind: 'end' });
  } catch (error) {
    if (!(error instanceof CarrierError && error.kind === 'rejected')) throw error;
  }
}
