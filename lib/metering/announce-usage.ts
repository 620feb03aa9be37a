import { environment } from '../environment/environment.ts';
import type { OutboxMessage } from '../store/outbox.ts';
import { cloudEvent } from './cloud-event.ts';
import type { UsageEvent } from './usage-event.ts';

/** The action that sends one event to the operator's endpoint. */
export const announceAction = 'usage.announce';

/** Puts usage events into the queue to the operator's endpoint, as CloudEvents; does nothing where there is none. */
export async function announceUsage(events: readonly UsageEvent[]): Promise<void> {
  const { eventSinkUrl, publicUrl } = environment();
  if (eventSinkUrl === undefined) return;
  // Most deployments have no such endpoint, and the queues' client is heavy to load.
  const { batchMax, sendToQueue } = await import('../queue/send-to-queue.ts');
  for (let start = 0; start < events.length; start += batchMax) {
    const messages = events.slice(start, start + batchMax).map((event) => ({
      accountSid: event.accountSid,
      body: {
        sid: event.resourceSid,
        sequence: event.id,
        accountSid: event.accountSid,
        action: announceAction,
        input: cloudEvent(event, publicUrl),
      } satisfies OutboxMessage,
    }));
    if ((await sendToQueue('usage-event', messages)) === 'unknown') throw new Error('There is no queue usage-event');
  }
}
