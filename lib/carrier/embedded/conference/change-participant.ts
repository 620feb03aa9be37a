import type { Source } from '../interpreter/source.ts';
import type { Conference, Participant } from '../network/conference.ts';
import type { ConferenceEvent, Network } from '../network/network.ts';
import { playMusic } from './music.ts';

/** What of a participant can be changed while it is in the room; what is undefined stays, null takes away. */
export type ParticipantChange = {
  readonly muted?: boolean | undefined;
  readonly hold?: boolean | undefined;
  readonly holdSource?: Source | undefined;
  readonly endOnExit?: boolean | undefined;
  readonly beepOnExit?: boolean | undefined;
  readonly waitSource?: Source | null | undefined;
  /** The call that it speaks to, and that alone hears it. */
  readonly coachedSid?: string | null | undefined;
};

/** Changes somebody in a room; each real change is an event: of mute, of hold, and one of all the others. */
export function changeParticipant(
  network: Network,
  conference: Conference,
  participant: Participant,
  change: ParticipantChange,
): void {
  const before = { ...participant };
  participant.muted = change.muted ?? before.muted;
  participant.hold = change.hold ?? before.hold;
  participant.holdSource = change.hold === true ? change.holdSource : before.holdSource;
  participant.endOnExit = change.endOnExit ?? before.endOnExit;
  participant.beepOnExit = change.beepOnExit ?? before.beepOnExit;
  if (change.waitSource !== undefined) participant.waitSource = change.waitSource ?? undefined;
  if (change.coachedSid !== undefined) participant.coachedSid = change.coachedSid ?? undefined;
  participant.updatedAt = network.clock.now();
  if (change.hold !== undefined || change.waitSource !== undefined) playMusic(network, conference, participant);
  for (const kind of changesIn(before, participant))
    network.events.tell('conference changed', conference, { kind, participant });
}

type ChangeKind = Extract<ConferenceEvent['kind'], 'mute' | 'unmute' | 'hold' | 'unhold' | 'modify'>;

function changesIn(before: Participant, after: Participant): ChangeKind[] {
  const isModified = (['endOnExit', 'beepOnExit', 'coachedSid'] as const).some((name) => before[name] !== after[name]);
  return [
    ...(before.muted === after.muted ? [] : [after.muted ? ('mute' as const) : ('unmute' as const)]),
    ...(before.hold === after.hold ? [] : [after.hold ? ('hold' as const) : ('unhold' as const)]),
    ...(isModified || before.waitSource?.url !== after.waitSource?.url ? ['modify' as const] : []),
  ];
}
