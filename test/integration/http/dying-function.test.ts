import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import { type Credentials, type Handler, send } from '../gateway.ts';
import { dyingAfter } from '../store/fault.ts';
import { startVoice, type Voice } from '../voice.ts';

const from = '+12125550100';
let voice: Voice;
let tenant: Credentials;
let numbers: Handler;
beforeAll(async () => {
  voice = await startVoice();
  tenant = await voice.tenantWith(from, '/voice');
  numbers = (await import('../../../functions/number/http.ts')).handler as unknown as Handler;
});
afterAll(() => voice.close());

const post = (handler: Handler, path: string, key: string, form: Record<string, string>) =>
  send(handler, {
    method: 'POST',
    path: `/2010-04-01/Accounts/${tenant.sid}/${path}`,
    as: tenant,
    form,
    headers: { 'idempotency-key': key },
  });

/** What is due of a purchase that nobody saw the end of. */
async function settle(sid: string): Promise<void> {
  const { handler } = await import('../../../functions/number/queue.ts');
  const due = { at: 0, what: 'number.unsettled', id: sid };
  await handler({ Records: [{ messageId: '1', body: JSON.stringify({ due }) }] } as unknown as SQSEvent);
}

type Creation = {
  readonly entity: string;
  readonly path: string;
  readonly handler: () => Handler;
  readonly form: (step: number) => Record<string, string>;
  readonly attribute: string;
};
const creations: Record<string, Creation> = {
  call: {
    entity: 'call',
    path: 'Calls.json',
    handler: () => voice.calls,
    form: (step) => ({ To: `+141555520${10 + step}`, From: from, Twiml: '<Response><Pause length="9"/></Response>' }),
    attribute: 'to',
  },
  message: {
    entity: 'message',
    path: 'Messages.json',
    handler: () => voice.messages,
    form: (step) => ({ To: `+141555530${10 + step}`, From: from, Body: 'Hello' }),
    attribute: 'to',
  },
  number: {
    entity: 'number',
    path: 'IncomingPhoneNumbers.json',
    handler: () => numbers,
    form: (step) => ({ PhoneNumber: `+141555501${10 + step}` }),
    attribute: 'phoneNumber',
  },
};

const made = async ({ entity, form, attribute }: Creation, step: number) => {
  const wanted = form(step)['PhoneNumber'] ?? form(step)['To'];
  return (await voice.platform.items()).filter((item) => item['entity'] === entity && item[attribute] === wanted);
};

// Guarantee: wherever a function dies that creates something, whoever repeats the request has one of it, and is told which.
test.each(Object.keys(creations))(
  'a %s is made once',
  async (name) => {
    const creation = creations[name] as Creation;
    const handler = creation.handler();
    let deaths = 0;
    for (let step = 1; ; step += 1) {
      const key = `${name}-${step}`;
      const end = await dyingAfter(step - 1);
      await post(handler, creation.path, key, creation.form(step));
      const hasDied = end();
      deaths += hasDied ? 1 : 0;
      await voice.clock.advanceBy('31s');
      let again = await post(handler, creation.path, key, creation.form(step));
      if (again.status === 503) {
        const [item] = await made(creation, step);
        await settle(String(item?.['PK']).slice('RES#'.length));
        again = await post(handler, creation.path, key, creation.form(step));
      }
      expect({ step, status: again.status, body: again.body }).toMatchObject({ step, status: 201 });
      const items = await made(creation, step);
      expect({ step, made: items.map(({ PK }) => PK) }).toEqual({ step, made: [`RES#${again.body['sid']}`] });
      expect((await post(handler, creation.path, key, creation.form(step))).body).toEqual(again.body);
      if (!hasDied) break;
    }
    expect(deaths).toBeGreaterThanOrEqual(5);
  },
  120_000,
);
