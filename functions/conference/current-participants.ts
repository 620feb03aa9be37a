import { loadResourceReference } from '../../lib/store/resource-reference.ts';
import type { Participant } from './conference-store.ts';
import { isCurrent, type ParticipantStatus, statusOf } from './participant.ts';

/** Somebody in a room or on the way to it, with Twilio's word for how it stands. */
export type Current = { readonly participant: Participant; readonly status: ParticipantStatus };

/** How each of some participants stands; the calls of those who were dialled and have not come are looked up. */
export const standingOf = (participants: readonly Participant[]): Promise<Current[]> =>
  Promise.all(
    participants.map(async (participant) => {
      const { marks, callSid, dialled } = participant;
      const call = dialled && marks.length === 0 ? await loadResourceReference(callSid) : undefined;
      return { participant, status: statusOf(marks, call?.status) };
    }),
  );

/** Those who are in the room or on the way to it. */
export const currentOf = async (participants: readonly Participant[]): Promise<Current[]> =>
  (await standingOf(participants)).filter(({ status }) => isCurrent(status));
