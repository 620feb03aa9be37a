import { consumeQueue } from '../../lib/queue/consume-queue.ts';
import { ReleaseRecordingInput } from '../../lib/recording/release-recording.ts';
import { copyRecording, eraseRecording, releaseRecording } from './copy-recording.ts';
import { expireRecording } from './retention.ts';
import { stopOverlongRecording } from './stop-overlong-recording.ts';

/** What follows from a recording's end and deletion, and what is due of those that run and of those that are kept. */
export const handler = consumeQueue({
  actions: {
    'recording.copy': ({ sid }, now) => copyRecording(sid, now),
    'recording.erase': ({ sid }) => eraseRecording(sid),
    'recording.release': ({ input }) => releaseRecording(ReleaseRecordingInput.parse(input).recordingSid),
  },
  due: {
    'recording.overlong': ({ id }, now) => stopOverlongRecording(id, now),
    'recording.expired': ({ id }, now) => expireRecording(id, now),
  },
});
