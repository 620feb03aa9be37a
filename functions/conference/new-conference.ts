import type { CarrierReference } from '../../lib/carrier/carrier.ts';
import type { LinkStateOf } from '../../lib/carrier/link.ts';
import { bornAt, listKeys } from '../../lib/store/resource.ts';
import type { Conference } from './conference-store.ts';
import type { Owner } from './owner.ts';

const defaultEvents = ['start', 'end'];

/** What a link of a conference's first participant says. */
type Link = LinkStateOf<'conferences/events'>;

/** Whom to tell: whom the first participant wishes, else whom the account's settings say. As at Twilio nobody else's wishes count. */
export function callbackOf({ callback }: Owner, { url, method = 'POST', events }: Link): Conference['callback'] {
  return url === undefined ? callback : { url, method, events: events?.split(/[\s,]+/) ?? defaultEvents };
}

/** A conference of which the first event was heard, before that event is taken into account. */
export function newConference(
  owner: Owner,
  { sid, reference, link }: { readonly sid: string; readonly reference: CarrierReference; readonly link: Link },
  now: number,
): Conference {
  const callback = callbackOf(owner, link);
  return { ...unmetConference(owner, sid, link.room, now), ...(callback === undefined ? {} : { callback }), reference };
}

/** A conference that was made here, and that no carrier knows yet: nobody has been in it. */
export function unmetConference(
  { account, version }: Pick<Owner, 'account' | 'version'>,
  sid: string,
  friendlyName: string,
  now: number,
) {
  const accountSid = account.sid;
  return {
    sid,
    kind: 'RES',
    accountSid,
    status: 'init',
    friendlyName,
    callbacksSent: 0,
    heard: [],
    usesCount: 0,
    ...bornAt(now),
    configurationVersion: version,
    ...listKeys({ accountSid, type: 'conference', createdAt: now, sid, to: friendlyName }),
  } satisfies Conference;
}
