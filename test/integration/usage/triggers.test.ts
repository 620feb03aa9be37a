import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sampleEvent } from '../sample-event.ts';
import { messageIn, startUsage, type UsagePlatform } from './triggers.ts';

let usage: UsagePlatform;
beforeAll(async () => {
  usage = await startUsage();
});
afterAll(() => usage.end());

const day = (at: number) => new Date(at).toISOString().slice(0, 10);

// Guarantee: a trigger is shown with what its period has come to, and its URL is told what Twilio's documentation says.
test('a trigger fires and tells so', async () => {
  const tenant = await usage.enrol();
  await usage.rate([messageIn(tenant, usage.now())]);
  const form = {
    UsageCategory: 'sms',
    TriggerBy: 'price',
    TriggerValue: '0.0158',
    Recurring: 'daily',
    CallbackUrl: 'https://example.com/usage',
    CallbackMethod: 'get',
  };
  const { body } = await usage.triggers(tenant, 'POST', '.json', form);
  const account = `/2010-04-01/Accounts/${tenant.sid}/Usage`;
  expect(body).toMatchObject({
    account_sid: tenant.sid,
    friendly_name: 'Trigger for sms at price of 0.0158',
    usage_category: 'sms',
    trigger_by: 'price',
    trigger_value: '0.0158',
    current_value: '0.0079',
    recurring: 'daily',
    callback_method: 'GET',
    date_fired: null,
    usage_record_uri: `${account}/Records.json?Category=sms`,
    uri: `${account}/Triggers/${body['sid']}.json`,
  });
  const sid = String(body['sid']);
  await usage.check(tenant);
  expect(await usage.told(sid)).toEqual([]);

  await usage.rate([messageIn(tenant, usage.now())]);
  await usage.check(tenant);

  const shown = (await usage.triggers(tenant, 'GET', `/${sid}.json`)).body;
  expect(shown).toMatchObject({ current_value: '0.0158', date_fired: expect.stringMatching(/^\w{3}, .* \+0000$/) });
  expect(await usage.told(sid)).toEqual([
    {
      AccountSid: tenant.sid,
      UsageTriggerSid: sid,
      FriendlyName: 'Trigger for sms at price of 0.0158',
      DateFired: shown['date_fired'],
      Recurring: 'daily',
      UsageCategory: 'sms',
      TriggerBy: 'price',
      TriggerValue: '0.0158',
      CurrentValue: '0.0158',
      UsageRecordUri: `${account}/Records.json?Category=sms`,
      IdempotencyToken: `${tenant.sid}-FIRES-${sid}-${day(usage.now())}`,
    },
  ]);
});

// Guarantee: what was used before a trigger was made counts: passed already, it fires at once; `+2` is two more than that.
test('made when the value has been passed', async () => {
  const tenant = await usage.enrol();
  await usage.rate([messageIn(tenant, usage.now()), messageIn(tenant, usage.now())]);
  const passed = await usage.made(tenant, { TriggerValue: '2' });
  const relative = await usage.made(tenant, { TriggerValue: '+2' });
  await usage.check(tenant);
  expect((await usage.told(passed)).map(({ CurrentValue, Recurring }) => [CurrentValue, Recurring])).toEqual([
    ['2', ''],
  ]);
  expect((await usage.triggers(tenant, 'GET', `/${relative}.json`)).body).toMatchObject({ trigger_value: '4' });
  await usage.rate([messageIn(tenant, usage.now())]);
  await usage.check(tenant);
  expect(await usage.told(relative)).toEqual([]);
  await usage.rate([messageIn(tenant, usage.now())]);
  await usage.check(tenant);
  expect(await usage.told(relative)).toMatchObject([{ CurrentValue: '4' }]);
  expect(await usage.told(passed)).toHaveLength(1);
});

// Guarantee: a recurring trigger fires once a period, in GMT, and again in the next; one that does not recur, once ever.
test('the next period', async () => {
  const tenant = await usage.enrol();
  const daily = await usage.made(tenant, { TriggerValue: '2', Recurring: 'daily' });
  const monthly = await usage.made(tenant, { TriggerValue: '2', Recurring: 'monthly' });
  const yearly = await usage.made(tenant, { TriggerValue: '2', Recurring: 'yearly' });
  const once = await usage.made(tenant, { TriggerValue: '2' });
  const days = [0, 1, 40, 400];
  for (const turned of days) {
    usage.turnClock(turned);
    for (let uses = 0; uses < 4; uses += 1) {
      await usage.rate([messageIn(tenant, usage.now())]);
      await usage.check(tenant);
    }
  }
  const at = days.map((turned) => day(Date.now() + turned * 86_400_000));
  usage.turnClock(0);
  const periods = async (sid: string) =>
    (await usage.told(sid)).map(({ IdempotencyToken = '' }) => IdempotencyToken.replace(/^.*-FIRES-UT[0-9a-f]+-/, ''));
  expect(await periods(daily)).toEqual(at);
  expect(await periods(monthly)).toEqual([...new Set(at.map((each) => each.slice(0, 7)))]);
  expect(await periods(yearly)).toEqual([...new Set(at.map((each) => each.slice(0, 4)))]);
  expect(await periods(once)).toEqual(['alltime']);
});

// Guarantee: a use that is rated after its day has ended fires that day's trigger, though the new day's has fired, and once;
// one that comes more than two days late, or before the trigger was made, fires none.
test('use that is rated late', async () => {
  const tenant = await usage.enrol();
  const sid = await usage.made(tenant, { TriggerValue: '1', Recurring: 'daily' });
  const before = usage.now();
  usage.turnClock(4);
  const late = (days: number) => usage.rate([messageIn(tenant, usage.now() - days * 86_400_000)]);
  await late(0);
  await usage.check(tenant);
  for (const days of [1, 1, 3, 5]) {
    await late(days);
    await usage.check(tenant);
  }
  usage.turnClock(0);
  const tokens = (await usage.told(sid)).map(({ IdempotencyToken = '' }) => IdempotencyToken.slice(-10));
  expect(tokens).toEqual([4, 3].map((days) => day(before + days * 86_400_000)));
});

// Guarantee: a parent's trigger watches what its sub-accounts use too, as its Usage Records do; theirs watch only their own.
test('sub-accounts', async () => {
  const parent = await usage.enrol();
  const [one, other] = [await usage.enrol(parent, 'One'), await usage.enrol(parent, 'Other')];
  const ofParent = await usage.made(parent, { TriggerValue: '3' });
  const ofOne = await usage.made(one, { TriggerValue: '2' });
  for (const account of [one, other, parent]) await usage.rate([messageIn(account, usage.now())]);
  for (const account of [parent, one, other]) await usage.check(account);
  expect(await usage.told(ofParent)).toMatchObject([{ AccountSid: parent.sid, CurrentValue: '3' }]);
  expect(await usage.told(ofOne)).toEqual([]);
  expect(await usage.check(usage.operator)).toBe(0);
});

// Guarantee: lists filter by what they say; a changed trigger tells elsewhere; a deleted one is gone and fires no more.
test('list, update, delete', async () => {
  const tenant = await usage.enrol();
  const stranger = await usage.enrol();
  const daily = await usage.made(tenant, { TriggerValue: '2', Recurring: 'daily' });
  const priced = await usage.made(tenant, { TriggerValue: '2', TriggerBy: 'price', UsageCategory: 'totalprice' });
  const sids = async (query: string) =>
    ((await usage.triggers(tenant, 'GET', `.json${query}`)).body['usage_triggers'] as { sid: string }[]).map(
      ({ sid }) => sid,
    );
  expect(await sids('')).toEqual([priced, daily]);
  expect(await sids('?PageSize=1')).toEqual([priced]);
  for (const [query, found] of [
    ['Recurring=daily', daily],
    ['Recurring=alltime', priced],
    ['Recurring=', priced],
    ['TriggerBy=count', daily],
    ['UsageCategory=totalprice', priced],
  ])
    expect([query, await sids(`?${query}`)]).toEqual([query, [found]]);

  const changes = { CallbackUrl: 'https://example.com/other', CallbackMethod: 'GET', FriendlyName: 'Two a day' };
  const { body } = await usage.triggers(tenant, 'POST', `/${daily}.json`, changes);
  expect(body).toMatchObject({ callback_url: changes.CallbackUrl, callback_method: 'GET', friendly_name: 'Two a day' });
  expect(body).toMatchObject({ trigger_value: '2', recurring: 'daily' });
  const byStranger = (method: 'GET' | 'DELETE') => usage.triggers(stranger, method, `/${daily}.json`);
  expect([(await byStranger('GET')).status, (await byStranger('DELETE')).status]).toEqual([404, 404]);
  expect((await usage.triggers(tenant, 'DELETE', `/${daily}.json`)).status).toBe(204);
  expect((await usage.triggers(tenant, 'GET', `/${daily}.json`)).status).toBe(404);
  expect((await usage.triggers(tenant, 'DELETE', `/${daily}.json`)).status).toBe(404);
  await usage.rate([messageIn(tenant, usage.now()), messageIn(tenant, usage.now())]);
  await usage.check(tenant);
  expect(await usage.told(daily)).toEqual([]);
});

const whole = { UsageCategory: 'sms', TriggerValue: '5', CallbackUrl: 'https://example.com/usage' };

// Guarantee: what is malformed is refused by its name, and nothing is left of it.
test.each([
  [{ UsageCategory: 'fax' }, 'UsageCategory: fax is none of'],
  [{ UsageCategory: 'totalprice', TriggerBy: 'count' }, 'TriggerBy: totalprice is not counted'],
  [{ TriggerValue: '0' }, 'TriggerValue: "0" is not positive'],
  [{ TriggerValue: '-3' }, 'TriggerValue: "-3" is not positive'],
  [{ TriggerValue: '1e3' }, 'TriggerValue: "1e3" is not a decimal number'],
  [{ TriggerValue: '++1' }, 'TriggerValue: "+1" is not a decimal number'],
  [{ TriggerValue: '0.0000000001' }, 'has more than 9 decimals'],
  [{ CallbackUrl: '/usage' }, 'CallbackUrl: must be an absolute http or https URL'],
  [{ CallbackMethod: 'PUT' }, 'CallbackMethod: must be GET or POST'],
  [{ Recurring: 'weekly' }, 'Recurring: must be one of daily, monthly, yearly, alltime'],
  [{ TriggerBy: 'cost' }, 'TriggerBy: must be one of count, usage, price'],
  [{ FriendlyName: 'x'.repeat(65) }, 'FriendlyName'],
])('refused: %j', async (wrong, message) => {
  const tenant = await usage.enrol();
  const reply = await usage.triggers(tenant, 'POST', '.json', { ...whole, ...wrong });
  expect(reply).toMatchObject({ status: 400, body: { code: 20001, message: expect.stringContaining(message) } });
  expect((await usage.items()).filter(({ PK }) => PK === `TRI#${tenant.sid}`)).toEqual([]);
});

// Guarantee: what must be given is asked for by its name.
test.each(['UsageCategory', 'TriggerValue', 'CallbackUrl'] as const)('without %s', async (name) => {
  const { [name]: _, ...rest } = whole;
  const reply = await usage.triggers(usage.operator, 'POST', '.json', rest);
  expect(reply).toMatchObject({ status: 400, body: { message: expect.stringContaining(name) } });
});

// Guarantee: an account without triggers pays one read of the table for a whole batch, whatever is in it and however many
// accounts it is of; one whose triggers are all spent pays no more.
test('what rating costs', async () => {
  const accounts = await Promise.all(Array.from({ length: 20 }, () => usage.enrol()));
  const [spent] = accounts;
  if (spent === undefined) throw new Error('no account');
  await usage.made(spent, { TriggerValue: '1' });
  const batch = () => Array.from({ length: 60 }, (_, index) => messageIn(accounts[index % 20] ?? spent, usage.now()));
  await usage.rate(batch());
  await usage.check(spent);
  const commands: string[] = [];
  usage.documents.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        if (/BatchGet|Put|TransactWrite/.test(commandName)) commands.push(commandName);
        return next(args);
      },
    { step: 'initialize', name: 'count', override: true },
  );
  await usage.rate(batch());
  usage.documents.middlewareStack.remove('count');
  expect(commands).toEqual(['TransactWriteItemsCommand', 'BatchGetItemCommand']);
});

// Guarantee: the samples of events/ are what the functions take.
test('sample events', async () => {
  const tenant = await usage.enrol();
  const answer = await usage.api(sampleEvent('usage.create-trigger', tenant), {} as never);
  expect([answer.statusCode, JSON.parse(answer.body ?? '')]).toMatchObject([201, { recurring: 'monthly' }]);
  expect(await usage.queue(sampleEvent('usageQueue.check-triggers', tenant))).toEqual({ batchItemFailures: [] });
});
