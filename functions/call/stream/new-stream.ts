import type { CarrierReference } from '../../../lib/carrier/carrier.ts';
import type { LinkStateOf } from '../../../lib/carrier/link.ts';
import { dueKeys } from '../../../lib/store/due.ts';
import { bornAt } from '../../../lib/store/resource.ts';
import type { Call } from '../call-store.ts';
import { overdueAfterMilliseconds } from '../overdue.ts';
import type { Stream } from './stream-store.ts';

/** Looks for the end of a stream that nobody has reported: with its call, at the latest. */
export const overdueKeys = (sid: string, at: number) =>
  dueKeys('minute', { at, owner: 'call', what: 'stream.overdue', id: sid });

type Wishes = Pick<LinkStateOf<'calls/stream'>, 'name' | 'bothWays' | 'url' | 'method'>;

/** A stream of a call that has begun, as it is stored first. */
export function newStream(call: Call, sid: string, reference: CarrierReference, wishes: Wishes, now: number): Stream {
  const { name, bothWays, url, method = 'POST' } = wishes;
  return {
    ...{ sid, kind: 'RES', accountSid: call.accountSid, callSid: call.sid, reference, bothWays, faults: [] },
    status: 'in-progress',
    ...(name === undefined ? {} : { name }),
    ...(url === undefined ? {} : { callback: { url, method } }),
    ...bornAt(now),
    configurationVersion: call.configurationVersion,
    ...overdueKeys(sid, now + call.limitSeconds * 1_000 + overdueAfterMilliseconds),
  };
}
