import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Call } from '../../../functions/call/call-store.ts';
import { type Credentials, send } from '../gateway.ts';
import { startVoice } from '../voice.ts';

type Due = { readonly due: { readonly at: number; readonly what: string; readonly id: string } };

/** Calls above the rate of their accounts: what waits, what is due of it, and what has reached the carrier. */
export async function startCalling() {
  const voice = await startVoice();
  const { handler } = await import('../../../functions/call/queue.ts');
  const { loadCall } = await import('../../../functions/call/call-store.ts');
  let tenants = 0;
  const configure = (tenant: Credentials, json: Record<string, unknown>) =>
    send(voice.platform.accountApi, {
      method: 'POST',
      path: `/v1/Accounts/${tenant.sid}/MicroServices/call`,
      as: voice.platform.operator,
      json,
    });
  const itemOf = async (sid: unknown) => (await loadCall(String(sid))) as Call;
  const due = (id: unknown, what = 'call.place') => ({ due: { at: 0, what, id: String(id) } });
  const queue = handler as (event: SQSEvent) => Promise<SQSBatchResponse>;
  const work = async (...bodies: object[]) =>
    queue({ Records: bodies.map((body, index) => ({ messageId: `${index}`, body: JSON.stringify(body) })) } as never);
  return {
    voice,
    configure,
    itemOf,
    due,
    queue,
    work,
    /** A tenant of its own, with a number and settings for its calls: what is known of one is remembered for 5 s. */
    async tenantWith(settings: Record<string, unknown>) {
      tenants += 1;
      const from = `+1555010${1_000 + tenants}`;
      const tenant = await voice.tenantWith(from, '/voice');
      await configure(tenant, settings);
      const call = (to: string, headers: Record<string, string> = {}) =>
        send(voice.calls, {
          method: 'POST',
          path: `/2010-04-01/Accounts/${tenant.sid}/Calls.json`,
          as: tenant,
          form: { To: to, From: from, Twiml: '<Response><Hangup/></Response>' },
          headers,
        });
      return { tenant, from, call };
    },
    /** What has reached the carrier from a number, in order. */
    placed: (from: string) => [...voice.carrier.network.calls.values()].filter((call) => call.from === from),
    /** What the queue holds of some calls. */
    held: (sids: readonly unknown[]) =>
      (voice.queues.held(`${voice.queues.prefix}call`) as Due[]).filter((message) => sids.includes(message.due.id)),
    errors: async (sid: unknown) =>
      (await voice.platform.items()).filter((item) => item['resourceSid'] === sid && item['entity'] === 'notification'),
    /** Turns the clock to the call's slot, and brings what is due then. */
    async comes(sid: unknown, times = 1) {
      const slotAt = (await itemOf(sid)).waiting?.slotAt ?? 0;
      if (slotAt > voice.clock.now()) await voice.clock.advanceBy(slotAt - voice.clock.now());
      await work(...Array.from({ length: times }, () => due(sid)));
    },
  };
}
export type Calling = Awaited<ReturnType<typeof startCalling>>;
