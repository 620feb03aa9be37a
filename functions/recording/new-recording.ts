import { knownAccount } from '../../lib/access/account-access.ts';
import { admit } from '../../lib/access/standing.ts';
import type { CarrierReference } from '../../lib/carrier/carrier.ts';
import { isRefusal } from '../../lib/error/catalogue.ts';
import type { Account } from '../../lib/store/account.ts';
import { dueKeys } from '../../lib/store/due.ts';
import { listKeys } from '../../lib/store/resource.ts';
import { recording as service } from './micro-service.ts';
import type { Recording } from './recording-store.ts';

const everyEvent = ['in-progress', 'completed', 'absent', 'failed'];
const defaultEvents = ['completed'];

/** An account as far as its recordings go. */
export type Owner = {
  readonly account: Account;
  readonly version: number;
  readonly maxSeconds: number;
  /** The account's own event callback, for a recording that names none. */
  readonly callback: Recording['callback'];
};

/**
 * The owner of what a carrier reports. A recording that exists is stored and billed even if its account was
 * suspended, or recording disabled, in the meantime. Throws where there is no such account.
 */
export async function ownerOf(accountSid: string): Promise<Owner> {
  const standing = await admit(accountSid, service);
  if (!isRefusal(standing)) {
    const { account, version, settings } = standing;
    const { EventCallbackUri: url, EventCallbackMethod: method } = settings;
    const callback = url === '' ? undefined : { url, method, events: everyEvent };
    return { account, version, maxSeconds: settings.MaxSeconds, callback };
  }
  const account = await knownAccount(accountSid);
  if (account === undefined) throw new Error(`There is no account ${accountSid}`);
  return { account, version: 0, maxSeconds: service.settings.parse({}).MaxSeconds, callback: undefined };
}

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
    media: 'none',
    reference: given.reference,
    createdAt: now,
    updatedAt: now,
    revision: 0,
    outboxCount: 0,
    configurationVersion: owner.version,
    ...listKeys({ accountSid, type: 'recording', createdAt: now, sid, to: callSid, from: conferenceSid }),
    ...overlong(owner, given),
  };
}

/** Only a call's recording can be stopped; a conference's ends with the conference. */
function overlong({ maxSeconds }: Owner, { sid, callSid, conferenceSid, startedAt }: Given) {
  if (callSid === undefined || conferenceSid !== undefined) return {};
  return dueKeys('minute', {
    at: startedAt + maxSeconds * 1_000,
    owner: service.name,
    what: 'recording.overlong',
    id: sid,
  });
}
