import { type ConferenceFacts, MalformedWebhook } from '../../lib/carrier/carrier.ts';
import { type LinkStateOf, linkStateOf } from '../../lib/carrier/link.ts';
import { carrierBornSid, ourSid } from '../../lib/carrier/our-sid.ts';
import { type Answer, noContent } from '../../lib/http/answer.ts';
import type { CarrierRequest } from '../../lib/http/api.ts';
import { log } from '../../lib/http/log.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { loadConference, loadParticipants } from './conference-store.ts';
import type { ConferenceEvent } from './decide-event.ts';
import { newConference } from './new-conference.ts';
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
  const sid = await carrierBornSid('CF', facts.reference);
  const owner = await ownerOf(state.accountSid);
  const event = await eventOf(facts);
  const outcome = await untilCommitted(sid, async () =>
    noteEvent(owner, await load(sid, owner, state, facts, now), event, now),
  );
  if (outcome !== 'noted') log.info('conference event', { sid, outcome, event: facts.event });
  return noContent;
}

/** The facts in our own SIDs. */
async function eventOf(facts: ConferenceFacts): Promise<ConferenceEvent> {
  const { at, call, endedBy } = facts;
  if (at === undefined) throw new MalformedWebhook('Timestamp');
  const isOfRoom = facts.event === 'start' || facts.event === 'end';
  if (!isOfRoom && call === undefined) throw new MalformedWebhook('CallSid');
  return {
    ...facts,
    at,
    caller: isOfRoom || call === undefined ? undefined : { callSid: await ourSid('CA', call), reference: call },
    endedByCallSid: endedBy === undefined ? undefined : await ourSid('CA', endedBy),
  };
}

/** The conference first: whatever changes its participants changes it too, so that the commit sees it. */
async function load(
  sid: string,
  owner: Owner,
  link: Link,
  { reference }: ConferenceFacts,
  now: number,
): Promise<Loaded> {
  const stored = await loadConference(sid);
  if (stored !== undefined && stored.accountSid !== link.accountSid) throw new MalformedWebhook('link');
  const participants = stored === undefined ? [] : await loadParticipants(sid);
  return { stored, conference: stored ?? newConference(owner, { sid, reference, link }, now), participants };
}
