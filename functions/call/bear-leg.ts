import type { CallFacts } from '../../lib/carrier/carrier.ts';
import type { LinkStateOf } from '../../lib/carrier/link.ts';
import { commit } from '../../lib/store/commit.ts';
import { dueKeys } from '../../lib/store/due.ts';
import { bornAt, listKeys } from '../../lib/store/resource.ts';
import { type Call, loadCall, type NewCall, putChangedCall, putNewCall } from './call-store.ts';
import { legLimitSeconds, overdueAfterMilliseconds } from './overdue.ts';
import { withUse } from './ride.ts';

/**
 * A `<Dial>` leg is born by its carrier's first report of it: a call of its own, child of the one that dialled.
 * `lost`: another report was first; undefined: the parent is not ours.
 */
export async function bearLeg(
  sid: string,
  state: LinkStateOf<'calls/status'> & { parentSid: string },
  facts: CallFacts,
  now: number,
): Promise<Call | 'lost' | undefined> {
  const parent = await loadCall(state.parentSid);
  if (parent === undefined) return undefined;
  const leg: NewCall = {
    sid,
    accountSid: parent.accountSid,
    parentSid: parent.sid,
    status: 'queued',
    direction: 'outbound-dial',
    from: facts.from,
    to: facts.to,
    ...bornAt(now),
    callbacksSent: 0,
    configurationVersion: parent.configurationVersion,
    limitSeconds: legLimitSeconds,
    reference: facts.reference,
    ...(state.rideSid === undefined ? {} : { rideSid: state.rideSid }),
    ...(state.url === undefined
      ? {}
      : {
          callbackUrl: state.url,
          callbackMethod: state.method ?? 'POST',
          callbackEvents: (state.events ?? 'completed').split(' '),
        }),
    ...listKeys({ accountSid: parent.accountSid, type: 'call', createdAt: now, sid, to: facts.to, from: facts.from }),
    ...dueKeys('minute', {
      at: now + legLimitSeconds * 1_000 + overdueAfterMilliseconds,
      owner: 'call',
      what: 'call.overdue',
      id: sid,
    }),
  };
  const rides = withUse(parent.rides, state.rideSid, sid);
  const noted = rides === undefined ? [] : [putChangedCall(parent, { rides })];
  if ((await commit([putNewCall(leg), ...noted])) === 'lost') return 'lost';
  return loadCall(sid);
}
