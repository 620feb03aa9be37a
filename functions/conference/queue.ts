import { consumeQueue } from '../../lib/queue/consume-queue.ts';
import { removeFromFullRoom } from './remove-participant.ts';
import { settleConference } from './settle-conference.ts';

/** Rooms that are too full, and conferences of which something was not heard in time. */
export const handler = consumeQueue({
  actions: { 'participant.remove': ({ sid, input }) => removeFromFullRoom(sid, String(input['callSid'])) },
  due: { 'conference.settle': ({ id }, now) => settleConference(id, now) },
});
