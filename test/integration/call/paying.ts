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
  const usageEvents = await import('../../../lib/metering/usage-event.ts');
  return {
    calling,
    /** Puts an account on terms, with so much topped up; from then on they hold. */
    async payBy(tenant: Credentials, terms: object, amount: string): Promise<void> {
      const path = `/v1/Accounts/${tenant.sid}/Balance`;
      const set = async (to: string, json: object) => {
        const as = calling.voice.platform.operator;
        const { status, body } = await send(billing, { method: 'POST', path: to, as, json });
        if (status >= 300) throw new Error(`${to}: ${status} ${JSON.stringify(body)}`);
      };
      await set(path, terms);
      await set(`${path}/TopUps`, { Amount: amount });
      await calling.voice.clock.advanceBy('11s');
    },
    purseOf: ({ sid }: Credentials) => balances.balanceOf({ accountSid: sid, purse: 'BALANCE' }),
    /** Rates all that an account has used so far, as the stream brings it. */
    rate: async ({ sid }: Credentials) => usage.handler(streamEvent(await usageEvents.usageEventsOfDay(sid, day))),
    heldOf: async ({ sid }: Credentials) =>
      (await calling.voice.itemsOf(`BAL#${sid}`)).filter(({ SK }) => String(SK).startsWith('HOLD#')),
  };
}
export type Paying = Awaited<ReturnType<typeof startPaying>>;

/** A document that dials a number. */
export const dialling = (number: string) => `<Response><Dial><Number>${number}</Number></Dial></Response>`;
