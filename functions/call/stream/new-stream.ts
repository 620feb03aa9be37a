import type { CarrierReference } from '../../../lib/carrier/carrier.ts';
import type { LinkStateOf } from '../../../lib/carrier/link.ts';
import type { Write } from '../../../lib/store/commit.ts';
import { dueKeys } from '../../../lib/store/due.ts';
import { bornAt } from '../../../lib/store/resource.ts';
import { type Call, putChangedCall } from '../call-store.ts';
import { overdueAfterMilliseconds } from '../overdue.ts';
import { bearerOf, withUse } from '../ride.ts';
import { putNewStream, type Stream } from './stream-store.ts';

/** Looks for the end of a stream that nobody has reported: with its call, at the latest. */
export const overdueKeys = (sid: string, at: number) =>
  dueKeys('minute', { at, owner: 'call', what: 'stream.overdue', id: sid });

type Wishes = Pick<LinkStateOf<'calls/stream'>, 'name' | 'bothWays' | 'rideSid' | 'url' | 'method'>;

/** The writes by which a stream is stored first, and noted with the ride that its money is held for as. */
export async function putStreamOf(call: Call, stream: Stream): Promise<Write[]> {
  const bearer = await bearerOf(call);
  const rides = withUse(bearer.rides, stream.rideSid, stream.sid);
  return [putNewStream(stream), ...(rides === undefined ? [] : [putChangedCall(bearer, { rides })])];
}

/** A stream of a call that has begun, as it is stored first. */
export function newStream(call: Call, sid: string, reference: CarrierReference, wishes: Wishes, now: number): Stream {
  const { name, bothWays, rideSid, url, method = 'POST' } = wishes;
  return {
    ...{ sid, kind: 'RES', accountSid: call.accountSid, callSid: call.sid, reference, bothWays, faults: [] },
    status: 'in-progress',
    ...(name === undefined ? {} : { name }),
    ...(rideSid === undefined ? {} : { rideSid }),
    ...(url === undefined ? {} : { callback: { url, method } }),
    ...bornAt(now),
    configurationVersion: call.configurationVersion,
    ...overdueKeys(sid, now + call.limitSeconds * 1_000 + overdueAfterMilliseconds),
  };
}
