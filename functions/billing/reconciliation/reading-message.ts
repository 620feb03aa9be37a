import { sendToQueue } from '../../../lib/queue/send-to-queue.ts';

/** A message of the billing queue: a carrier's list is to be read on. */
export type ReadingMessage = { readonly reading: string };

export async function enqueueReading(reading: string): Promise<void> {
  const body: ReadingMessage = { reading };
  if ((await sendToQueue('billing', [{ body }])) === 'unknown') throw new Error('There is no billing queue.');
}
