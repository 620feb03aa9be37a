import type { Write } from '../../lib/store/commit.ts';
import { putReference } from '../../lib/store/reference.ts';
import { deleteRoom, putRoom, type Room, roomKey } from '../../lib/store/room.ts';
import type { Conference } from './conference-store.ts';

/**
 * What a change of a conference means for its room: it is opened by a conference that begins, knows what the carrier
 * calls that once somebody is in it, and is closed by its end. `before` undefined: there was none.
 */
export function roomWrites(room: Room | undefined, before: Conference | undefined, after: Conference): Write[] {
  const { sid, accountSid, friendlyName, reference, status } = after;
  const isMet = reference !== undefined && before !== undefined && before.reference === undefined;
  const binding = isMet ? [putReference(reference, sid)] : [];
  if (status === 'completed') return [...binding, ...(room?.conferenceSid === sid ? [deleteRoom(room)] : [])];
  if (before !== undefined && !isMet) return [];
  const open = { room: roomKey(accountSid, friendlyName), conferenceSid: sid };
  return [...binding, putRoom(room, reference === undefined ? open : { ...open, reference })];
}
