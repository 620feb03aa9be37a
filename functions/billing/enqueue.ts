import type { ReadingMessage } from './reconciliation/reading-message.ts';

/** A message of the billing queue: accounts are to be billed. */
export type ChunkMessage = { readonly run: string; readonly chunk: string };

/** A message of the billing queue: a preview is to be made. */
export type PreviewMessage = {
  readonly preview: { readonly accountSid: string; readonly period: string; readonly askedAt: number };
};

/** Puts a message into the billing queue. */
export async function enqueue(body: ChunkMessage | ReadingMessage | PreviewMessage): Promise<void> {
  // Few requests begin a run, a reading or a preview, and the queues' client is heavy to load.
  const { sendToQueue } = await import('../../lib/queue/send-to-queue.ts');
  if ((await sendToQueue('billing', [{ body }])) === 'unknown') throw new Error('There is no billing queue.');
}
