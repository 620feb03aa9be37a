import { consumeQueue } from '../../lib/queue/consume-queue.ts';
import { settleTranscription } from './settle-transcription.ts';

/** What follows from a carrier's word that a transcription is done. */
export const handler = consumeQueue({
  actions: { 'transcription.settle': ({ sid }, now) => settleTranscription(sid, now) },
  due: {},
});
