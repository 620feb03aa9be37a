import type { SettingsOf } from '../../lib/access/micro-service.ts';
import { type Owner as AnyOwner, ownerOf as anyOwnerOf } from '../../lib/access/owner.ts';
import type { CarrierReference } from '../../lib/carrier/carrier.ts';
import { dueKeys } from '../../lib/store/due.ts';
import { bornAt, listKeys } from '../../lib/store/resource.ts';
import { recording as service } from './micro-service.ts';
import type { Recording } from './recording-store.ts';

const everyEvent = ['in-progress', 'completed', 'absent', 'failed'];
const defaultEvents = ['completed'];

/** An account as far as its recordings go. */
export type Owner = AnyOwner<SettingsOf<typeof service>>;

/** The owner of a recording that a carrier reports. Throws where there is no such account. */
export const ownerOf = (accountSid: string): Promise<Owner> => anyOwnerOf(accountSid, service, everyEvent);

type Given = {
  readonly sid: string;
  readonly reference: CarrierReference;
  readonly callSid: string | undefined;
  readonly conferenceSid: string | undefined;
  readonly channels: number;
  readonly source: string;
  readonly startedAt: number;
  /** What the program wished: where to tell it, how, and of which events, with spaces in between. */
  readonly wishes: {
    readonly url?: string | undefined;
    readonly method?: 'GET' | 'POST' | undefined;
    readonly events?: string | undefined;
    readonly transcribed?: boolean | undefined;
  };
};

/** A recording that has begun, as it is stored first: in the lists of its account, its call and its conference. */
export function newRecording(owner: Owner, given: Given, now: number): Recording {
  const { sid, callSid, conferenceSid, wishes } = given;
  const accountSid = owner.account.sid;
  const callback =
    wishes.url === undefined
      ? owner.callback
      : {
          url: wishes.url,
          method: wishes.method ?? 'POST',
          events: wishes.events === undefined ? defaultEvents : wishes.events.split(/[\s,]+/),
        };
  return {
    sid,
    kind: 'RES',
    accountSid,
    status: 'in-progress',
    ...(callSid === undefined ? {} : { callSid }),
    ...(conferenceSid === undefined ? {} : { conferenceSid }),
    channels: given.channels,
    source: given.source,
    startedAt: given.startedAt,
    ...(callback === undefined ? {} : { callback }),
    ...(wishes.transcribed === true ? { transcribed: true } : {}),
    media: 'none',
    reference: given.reference,
    ...bornAt(now),
    configurationVersion: owner.version,
    ...listKeys({ accountSid, type: 'recording', createdAt: now, sid, to: callSid, from: conferenceSid }),
    ...overlong(owner, given),
  };
}

function overlong({ settings: { MaxSeconds } }: Owner, { sid, callSid, conferenceSid, startedAt }: Given) {
  if (callSid === undefined && conferenceSid === undefined) return {};
  return dueKeys('minute', {
    at: startedAt + MaxSeconds * 1_000,
    owner: service.name,
    what: 'recording.overlong',
    id: sid,
  });
}
