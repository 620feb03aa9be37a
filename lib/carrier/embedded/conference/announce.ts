import type { Source } from '../interpreter/source.ts';
import type { Conference, Participant } from '../network/conference.ts';
import type { Network } from '../network/network.ts';
import { hear } from '../phone/hearing.ts';
import { heardBy, roomParameters } from './music.ts';
import { startPlayback } from './playback.ts';

/**
 * Announces something to everybody in a room who is not on hold, or to one alone, held or not. Its end, or that it failed, is an event
 * while the room is there.
 */
export function announce(network: Network, conference: Conference, source: Source, to?: Participant): void {
  const isHere = (participant: Participant) => conference.participants.get(participant.callSid) === participant;
  const audience = () =>
    to === undefined ? [...conference.participants.values()].filter(({ hold }) => !hold) : [to].filter(isHere);
  startPlayback(network, {
    source,
    parameters: roomParameters(network, conference, to),
    hearers: () => heardBy(network, audience()),
    isWanted: () => conference.status !== 'completed' && (to === undefined || isHere(to)),
    ended: (failure) => {
      if (conference.status === 'completed') return;
      const about = { url: source.url, participant: to !== undefined && isHere(to) ? to : undefined };
      network.events.tell(
        'conference changed',
        conference,
        failure === undefined
          ? { kind: 'announcement-end', ...about }
          : { kind: 'announcement-fail', ...about, reason: failure },
      );
    },
  });
}

/** A notification beep, for everybody in a room that has begun who is not on hold. */
export function beep(network: Network, conference: Conference): void {
  if (conference.status !== 'in-progress') return;
  const audience = [...conference.participants.values()].filter(({ hold }) => !hold);
  for (const call of heardBy(network, audience)) hear(network, call, 'carrier', '[beep]');
}
