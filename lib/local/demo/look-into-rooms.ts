import { calls, roomName } from './calls.ts';
import type { Tenants } from './enrol-tenants.ts';
import { tenants as script, tenantKeys } from './tenants.ts';

/** When everybody is in: both rooms have one name, and nobody has left yet. */
export const everybodyIsIn = '09:51';

/** What is wrong with the rooms as their tenants see them; empty when each holds its own callers and nobody else's. */
export async function lookIntoRooms(tenants: Tenants): Promise<string[]> {
  const problems: string[] = [];
  for (const key of tenantKeys) {
    const { client } = tenants[key];
    const [room, ...others] = await client.conferences.list({ friendlyName: roomName, status: 'in-progress' });
    const inRoom = room === undefined ? [] : await client.conferences(room.sid).participants.list();
    const expected = calls.filter((call) => call.way === 'in' && call.tenant === key && call.brings?.kind === 'room');
    if (inRoom.length !== expected.length || others.length > 0) {
      const { name } = script[key];
      problems.push(`${name}: ${inRoom.length} are in the room "${roomName}", the script says ${expected.length}`);
    }
  }
  return problems;
}
