import { knownAccount } from '../../lib/access/account-access.ts';
import type { CallFacts } from '../../lib/carrier/carrier.ts';
import type { LinkStateOf } from '../../lib/carrier/link.ts';
import { takeOverUse } from '../../lib/limit/reserved-use.ts';
import { usageId } from '../../lib/metering/usage-event.ts';
import { commit } from '../../lib/store/commit.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { bearLeg } from './bear-leg.ts';
import { meterOf } from './call.ts';
import { type Call, loadCall } from './call-store.ts';
import { decideStatus } from './decide-status.ts';
import { moveCall } from './move-call.ts';

/** Brings what a carrier says of a call into the table; also what we asked it ourselves, when a call is overdue. */
export function noteStatus(
  sid: string,
  facts: CallFacts,
  now: number,
  state?: LinkStateOf<'calls/status'>,
): Promise<'noted' | 'ignored' | 'unknown'> {
  return untilCommitted(sid, async () => {
    const call = await loadOrBear(sid, facts, state, now);
    if (call === 'lost') return 'lost';
    if (call === undefined) return 'unknown';
    const decision = decideStatus(call, { ...facts, at: facts.at ?? now });
    if (decision.kind === 'ignore') return 'ignored';
    const account = await knownAccount(call.accountSid);
    if (account === undefined) throw new Error(`${call.sid} belongs to no account`);
    // Lost to another report: look again. Ignoring it here would lose the end of a call.
    const { rideSid } = call;
    const isHeld = decision.ended && rideSid !== undefined;
    const ids = (of: string) => usageId(meterOf(call), of, 0);
    const taken = isHeld ? await takeOverUse(account.sid, ids(rideSid), ids(sid), now) : [];
    const result = await commit([...moveCall(account, call, decision, now, facts.reference), ...taken]);
    return result === 'committed' ? 'noted' : result;
  });
}

async function loadOrBear(
  sid: string,
  facts: CallFacts,
  state: LinkStateOf<'calls/status'> | undefined,
  now: number,
): Promise<Call | 'lost' | undefined> {
  const call = await loadCall(sid);
  if (call !== undefined || state?.parentSid === undefined) return call;
  return bearLeg(sid, { ...state, parentSid: state.parentSid }, facts, now);
}
