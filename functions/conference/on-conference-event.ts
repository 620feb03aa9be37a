import { openLink } from '../../lib/access/link.ts';
import { type Carrier, CarrierError, MalformedWebhook } from '../../lib/carrier/carrier.ts';
import type { ConferenceFacts } from '../../lib/carrier/conference.ts';
import { type LinkStateOf, linkStateOf } from '../../lib/carrier/link.ts';
import { isIn, knownConferenceSid, ourSid } from '../../lib/carrier/our-sid.ts';
import { type Answer, about, noContent } from '../../lib/http/answer.ts';
import type { CarrierRequest } from '../../lib/http/api.ts';
import { log } from '../../lib/http/log.ts';
import { loadRoom } from '../../lib/store/room.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { loadConference, loadParticipants } from './conference-store.ts';
import type { ConferenceEvent } from './decide-event.ts';
import { callbackOf, newConference } from './new-conference.ts';
import { type Loaded, noteEvent } from './note-event.ts';
import { type Owner, ownerOf } from './owner.ts';

type Link = LinkStateOf<'conferences/events'>;

/**
 * A carrier reports what happens in a conference. The first event that comes makes the resource; repeated, late and
 * swapped ones add up to the same resources and the same bill.
 */
export async function onConferenceEvent({ carrier, webhook, link, now }: CarrierRequest): Promise<Answer> {
  const state = linkStateOf('conferences/events', link);
  const facts = carrier.conferenceFacts(webhook);
  // Rooms of one name of two accounts are two rooms: a link never speaks for another account's.
  if (facts.room !== `${state.accountSid}/${state.room}`) throw new MalformedWebhook('FriendlyName');
  const owner = await ownerOf(state.accountSid);
  const event = await eventOf(carrier, facts);
  const outcome = await untilCommitted(facts.room, async () =>
    noteEvent(owner, await load(owner, state, facts, now), event, now),
  );
  if (outcome !== 'noted') log.info('conference event', { room: facts.room, outcome, event: facts.event });
  return about({ accountSid: state.accountSid, sid: await knownConferenceSid(facts.reference) }, noContent);
}

/** The facts in our own SIDs. */
async function eventOf(carrier: Carrier, facts: ConferenceFacts): Promise<ConferenceEvent> {
  const { at, call, endedBy } = facts;
  if (at === undefined) throw new MalformedWebhook('Timestamp');
  const isOfRoom = facts.event === 'start' || facts.event === 'end';
  if (!isOfRoom && call === undefined && !facts.event.startsWith('announcement')) throw new MalformedWebhook('CallSid');
  return {
    ...facts,
    at,
    caller: isOfRoom || call === undefined ? undefined : { callSid: await ourSid('CA', call), reference: call },
    endedByCallSid: endedBy === undefined ? undefined : await ourSid('CA', endedBy),
    coachedSid: await coachedSid(carrier, facts),
    announceUrl: facts.announceLink === undefined ? undefined : await urlIn(facts.announceLink),
  };
}

/** Whom somebody coaches: events say only that they do. While the carrier cannot be asked nobody knows, and no event waits for that. */
async function coachedSid(
  carrier: Carrier,
  { event, coaching, reference, call }: ConferenceFacts,
): Promise<string | undefined> {
  if (!coaching || call === undefined || (event !== 'join' && event !== 'modify')) return undefined;
  try {
    const coached = await carrier.fetchCoached(reference, call);
    return coached && (await ourSid('CA', coached));
  } catch (error) {
    if (!(error instanceof CarrierError)) throw error;
    log.warn('The carrier did not say whom somebody coaches', { kind: error.kind, reason: error.message });
    return undefined;
  }
}

/** The program's URL behind the link that was announced. */
async function urlIn(link: string): Promise<string | undefined> {
  const state = await openLink(URL.parse(link)?.searchParams.get('link') ?? undefined);
  return typeof state?.['url'] === 'string' ? state['url'] : undefined;
}

/**
 * The conference first: whatever changes its participants changes it too, so that the commit sees it. One that was made
 * here is met by the first event of its room, but for an end: that tells of a conference which was there before.
 */
async function load(owner: Owner, link: Link, { reference, event }: ConferenceFacts, now: number): Promise<Loaded> {
  const room = await loadRoom(link.accountSid, link.room);
  const isOpen = isIn(room, reference) && (room.reference !== undefined || event !== 'end');
  const sid = isOpen ? room.conferenceSid : await knownConferenceSid(reference);
  const stored = await loadConference(sid);
  if (stored !== undefined && stored.accountSid !== link.accountSid) throw new MalformedWebhook('link');
  if (stored === undefined) {
    return { room, stored, conference: newConference(owner, { sid, reference, link }, now), participants: [] };
  }
  const participants = await loadParticipants(sid);
  if (stored.reference !== undefined) return { room, stored, conference: stored, participants };
  const callback = callbackOf(owner, link);
  return { room, stored, conference: { ...stored, reference, ...(callback && { callback }) }, participants };
}
