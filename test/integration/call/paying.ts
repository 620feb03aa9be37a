import { type Credentials, type Handler, send } from '../gateway.ts';
import { streamEvent } from '../usage/stream.ts';
import { startCalling } from './calling.ts';

const day = '20261124';

/** Calls and messages of accounts that pay in advance: what they have, and what is kept back. */
export async function startPaying() {
  const calling = await startCalling();
  const billing = (await import('../../../functions/billing/http.ts')).handler as unknown as Handler;
  const balances = await import('../../../lib/balance/balance.ts');
  const usage = await import('../../../functions/usage/stream.ts');
  const ledger = await import('../../../lib/metering/ledger-line.ts');
  const usageEvents = await import('../../../lib/metering/usage-event.ts');
  const conferenceQueue = (await import('../../../functions/conference/queue.ts')).handler as typeof calling.queue;
  const brought = new Set<string>();
  const bring = (queue: typeof calling.queue, bodies: readonly object[]) =>
    queue({ Records: bodies.map((body, index) => ({ messageId: `${index}`, body: JSON.stringify(body) })) } as never);

  /** Does what is due of calls and conferences, and what they have asked of each other: as the outbox brings it, but once. */
  async function work(): Promise<void> {
    const now = calling.voice.clock.now();
    const items = await calling.voice.platform.items();
    for (const [owner, queue] of [['call', calling.queue] as const, ['conference', conferenceQueue] as const]) {
      const due = items.flatMap(({ dueSK }) => {
        const [at = '', whose, what = '', id = ''] = String(dueSK ?? '').split('#');
        return whose === owner && Number(at) <= now ? [{ due: { at: Number(at), what, id } }] : [];
      });
      const asked = items.filter((item) => {
        const name = `${item['PK']} ${item['SK']}`;
        return item['queue'] === owner && !brought.has(name) && brought.add(name);
      });
      const actions = asked.map(({ PK, accountSid, action, input }) => ({
        ...{ sid: String(PK).slice('OUT#'.length), accountSid, action, input },
      }));
      if (due.length + actions.length > 0) await bring(queue, [...due, ...actions]);
    }
  }

  /** Posts to /v1 as the operator. */
  const set = async (path: string, json: object) => {
    const as = calling.voice.platform.operator;
    const { status, body } = await send(billing, { method: 'POST', path, as, json });
    if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
  };

  return {
    calling,
    work,
    set,
    /** Puts an account on terms, with so much topped up; from then on they hold. */
    async payBy(tenant: Credentials, terms: object, amount: string): Promise<void> {
      const path = `/v1/Accounts/${tenant.sid}/Balance`;
      await set(path, terms);
      await set(`${path}/TopUps`, { Amount: amount });
      await calling.voice.clock.advanceBy('11s');
    },
    purseOf: ({ sid }: Credentials) => balances.balanceOf({ accountSid: sid, purse: 'BALANCE' }),
    /** Rates all that an account has used so far, as the stream brings it. */
    rate: async ({ sid }: Credentials) => usage.handler(streamEvent(await usageEvents.usageEventsOfDay(sid, day))),
    /** What all that an account has used would have cost one that pays by statement, less what it cost this one: nano-units. */
    async overpaidBy({ sid }: Credentials): Promise<bigint> {
      const postpaid = await calling.voice.platform.enrol();
      const used = await usageEvents.usageEventsOfDay(sid, day);
      const again = used.map(({ id, quantity, ...use }) =>
        usageEvents.usageEvent(
          { sid: postpaid.sid, zone: 'UTC' },
          { ...use, sequence: Number(id.split('#')[2]), quantity: BigInt(quantity) },
        ),
      );
      await usage.handler(streamEvent(again));
      const spentBy = async (account: string) =>
        (await ledger.linesOfDay(account, day)).reduce((sum, { amount }) => sum + amount, 0n);
      return (await spentBy(sid)) - (await spentBy(postpaid.sid));
    },
    heldOf: async ({ sid }: Credentials) =>
      (await calling.voice.itemsOf(`BAL#${sid}`)).filter(({ SK }) => String(SK).startsWith('HOLD#')),
  };
}
export type Paying = Awaited<ReturnType<typeof startPaying>>;

/** A document that dials a number. */
export const dialling = (number: string) => `<Response><Dial><Number>${number}</Number></Dial></Response>`;
