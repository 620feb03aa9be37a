import { callParameters } from '../call/parameters.ts';
import type { Source } from '../interpreter/source.ts';
import type { Conference, Participant } from '../network/conference.ts';
import type { Network } from '../network/network.ts';
import { startPlayback, stopPlayback } from './playback.ts';

/**
 * What somebody in a room hears alone, by how they stand: on hold the music of the hold, before the room's start what its `waitUrl` says, else
 * nothing. What was played until now stops.
 */
export function playMusic(network: Network, conference: Conference, participant: Participant): void {
  stopPlayback(participant.music);
  participant.music = undefined;
  const source = musicFor(conference, participant);
  if (source === undefined) return;
  participant.music = startPlayback(network, {
    source,
    parameters: roomParameters(network, conference, participant),
    hearers: () => heardBy(network, [participant]),
  });
}

const musicFor = (conference: Conference, participant: Participant): Source | undefined => {
  if (participant.hold) return participant.holdSource;
  return conference.status === 'init' ? participant.waitSource : undefined;
};

/** What a request for a document says that is played to a whole room, or to somebody in it. */
export function roomParameters(
  network: Network,
  { sid, friendlyName }: Conference,
  participant: Participant | undefined,
): Record<string, string> {
  const call = participant && network.calls.get(participant.callSid);
  return {
    ...(call === undefined
      ? { AccountSid: network.accountSid, ApiVersion: '2010-04-01' }
      : callParameters(network, call)),
    ConferenceSid: sid,
    FriendlyName: friendlyName,
  };
}

/** The calls of those who are in a room. */
export const heardBy = (network: Network, participants: readonly Participant[]) =>
  participants.flatMap(({ callSid }) => network.calls.get(callSid) ?? []);
