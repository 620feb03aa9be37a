import type { Twilio } from 'twilio';
import { repository } from '../../lib/local/repository.ts';
import type { Credentials } from '../integration/gateway.ts';
import { startVoice } from '../integration/voice.ts';
import { type Exchange, recordedClient } from './recorded-client.ts';

type Consumer = (event: { Records: object[] }) => Promise<{ batchItemFailures: unknown[] }>;

/**
 * The platform's functions behind API Gateway's own routes, the local table, buckets and queues, and the embedded carrier
 * under a virtual clock; a tenant with a number, and the official SDK as its client. Every exchange is recorded.
 */
export async function startWorld() {
  const exchanges: Exchange[] = [];
  Object.assign(process.env, { ICE_SERVERS: 'stun:stun.example.com,turn:turn.example.com', TURN_SECRET: 'shared' });
  const voice = await startVoice();
  const number = '+12125550100';
  const tenant = await voice.tenantWith(number, '/voice');
  const clientOf = (as: Credentials, accountSid = as.sid): Twilio =>
    recordedClient(as, (exchange) => exchanges.push(exchange), accountSid);
  return {
    ...{ voice, tenant, number, exchanges, clientOf, client: clientOf(tenant) },
    /** Brings what a resource put into the outbox for a queue to that queue's consumer. */
    async work(sid: string, queue: string): Promise<void> {
      const { handler } = (await import(`${repository}/functions/${queue}/queue.ts`)) as { handler: Consumer };
      const Records = (await voice.outboxOf(sid, queue)).map((message, index) => ({
        messageId: String(index),
        body: JSON.stringify({ ...message, accountSid: tenant.sid }),
      }));
      const { batchItemFailures } = await handler({ Records });
      if (batchItemFailures.length > 0) throw new Error(`${queue} failed for ${sid}`);
    },
    close: voice.close,
  };
}
export type World = Awaited<ReturnType<typeof startWorld>>;
