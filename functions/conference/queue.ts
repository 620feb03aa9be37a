import { CallEndedInput, CallOverInput } from '../../lib/call/requested-call.ts';
import { consumeQueue } from '../../lib/queue/consume-queue.ts';
import { removeFromFullRoom } from './remove-participant.ts';
import { settleCall } from './settle-call.ts';
import { noteCallEnded, settleConference } from './settle-conference.ts';

/** Rooms that are too full, calls that ended or have been over for a while, and conferences of which something was not heard in time. */
export const handler = consumeQueue({
  actions: {
    'participant.remove': ({ sid, input }) => removeFromFullRoom(sid, String(input['callSid'])),
    'participant.callEnded': ({ input }, now) => noteCallEnded(CallEndedInput.parse(input).conferenceSid, now),
    'participant.settle': ({ accountSid, input }, now) =>
      settleCall(accountSid, CallOverInput.parse(input).callSid, now),
  },
  due: { 'conference.settle': ({ id }, now) => settleConference(id, now) },
});
