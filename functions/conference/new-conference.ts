import type { CarrierReference } from '../../lib/carrier/carrier.ts';
import type { LinkStateOf } from '../../lib/carrier/link.ts';
import { bornAt, listKeys } from '../../lib/store/resource.ts';
import type { Conference } from './conference-store.ts';
import type { Owner } from './owner.ts';

const defaultEvents = ['start', 'end'];

type Given = {
  readonly sid: string;
  readonly reference: CarrierReference;
  /** What the link of its first event says: as at Twilio, the first participant's wishes are the conference's. */
  readonly link: LinkStateOf<'conferences/events'>;
};

/** A conference of which the first event was heard, before that event is taken into account. */
export function newConference({ account, version, callback }: Owner, { sid, reference, link }: Given, now: number) {
  const { room: friendlyName, url, method = 'POST', events } = link;
  const wished = url === undefined ? callback : { url, method, events: events?.split(/[\s,]+/) ?? defaultEvents };
  const accountSid = account.sid;
  return {
    sid,
    kind: 'RES',
    accountSid,
    status: 'init',
    friendlyName,
    ...(wished === undefined ? {} : { callback: wished }),
    callbacksSent: 0,
    heard: [],
    usesCount: 0,
    reference,
    ...bornAt(now),
    configurationVersion: version,
    ...listKeys({ accountSid, type: 'conference', createdAt: now, sid, to: friendlyName }),
  } satisfies Conference;
}
