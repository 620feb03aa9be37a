import type { Conference, Participant } from '../network/conference.ts';
import type { Network } from '../network/network.ts';

/** What of a participant can be changed while it is in the room. */
export type ParticipantChange = {
  readonly muted?: boolean | undefined;
  readonly hold?: boolean | undefined;
  readonly endOnExit?: boolean | undefined;
};

/** Mutes, holds, or lets its leaving end the room; each real change is an event. */
export function changeParticipant(
  network: Network,
  conference: Conference,
  participant: Participant,
  change: ParticipantChange,
): void {
  const { muted = participant.muted, hold = participant.hold, endOnExit = participant.endOnExit } = change;
  const isMuteChanged = muted !== participant.muted;
  const isHoldChanged = hold !== participant.hold;
  Object.assign(participant, { muted, hold, endOnExit, updatedAt: network.clock.now() });
  if (isMuteChanged)
    network.events.tell('conference changed', conference, { kind: muted ? 'mute' : 'unmute', participant });
  if (isHoldChanged)
    network.events.tell('conference changed', conference, { kind: hold ? 'hold' : 'unhold', participant });
}
