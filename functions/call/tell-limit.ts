import { CarrierError } from '../../lib/carrier/carrier.ts';
import { carrierNamed } from '../../lib/carrier/carriers.ts';
import { log } from '../../lib/http/log.ts';
import { commit } from '../../lib/store/commit.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { isFinal } from './call.ts';
import { type Call, loadCall, putChangedCall } from './call-store.ts';
import { limitKeys } from './limit.ts';
import { noteAsCarrierSays } from './settle-overdue-call.ts';

/**
 * Tells the carrier after how many seconds a live call ends, and notes that it knows. Throws a CarrierError where nobody
 * knows whether it does: to be told again. A carrier that refuses keeps to the limit that it had, and is asked whether the call lives.
 */
export async function tellLimit(call: Call, now: number): Promise<void> {
  const carrier = carrierNamed(call.reference?.carrier ?? '')?.concerning(call);
  if (carrier === undefined || call.reference === undefined) throw new Error(`${call.sid} has no carrier yet`);
  try {
    await carrier.changeCall(call.reference, { kind: 'limit', seconds: call.limitSeconds });
  } catch (error) {
    if (!(error instanceof CarrierError) || error.kind !== 'rejected') throw error;
    log.warn('The carrier did not take a call’s limit', { callSid: call.sid, code: error.code });
    await noteAsCarrierSays(call, carrier, call.reference, now); // its end may be what nobody told
  }
  await untilCommitted(call.sid, async () => {
    const current = await loadCall(call.sid);
    if (current === undefined || isFinal(current.status) || current.limitSeconds !== call.limitSeconds)
      return 'committed';
    return commit([putChangedCall(current, { limitAsked: undefined, ...limitKeys(current, now) })]);
  });
}

/** The same where what comes next waits for it: whether the carrier ends the call when its money or its limit does. */
export async function isLimitTold(call: Call, now: number): Promise<boolean> {
  try {
    await tellLimit(call, now);
    return true;
  } catch (error) {
    if (!(error instanceof CarrierError)) throw error;
    log.warn('A carrier could not be told the limit of a call', { callSid: call.sid, kind: error.kind });
    return false;
  }
}
