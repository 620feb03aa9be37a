import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import { type Credentials, type Handler, send } from '../gateway.ts';
import { sampleEvent } from '../sample-event.ts';
import { startVoice, type Voice } from '../voice.ts';

const number = '+12125550100';
type Side = { readonly Headers: Record<string, string>; readonly Body: string; readonly IsWhole: boolean };
type Event = {
  readonly Id: string;
  readonly Kind: string;
  readonly ResourceSid: string;
  readonly Direction: string;
  readonly Counterpart: string;
  readonly Url: string;
  readonly Status: number | null;
  readonly ErrorCode: number | null;
  readonly Request: Side;
  readonly Response: Side;
  readonly Signature: { Url: string; Parameters: { Name: string; Value: string }[]; BaseString: string; Value: string };
};

let voice: Voice;
let inspector: Handler;
let tenant: Credentials;
let stranger: Credentials;
let callSid: string;

beforeAll(async () => {
  voice = await startVoice();
  inspector = (await import('../../../functions/inspector/http.ts')).handler as unknown as Handler;
  tenant = await voice.tenantWith(number, '/voice');
  stranger = await voice.platform.enrol();
  voice.twiml['/voice'] = '<Response><Gather action="/keys" numDigits="1"/></Response>';
  voice.twiml['/keys'] = '<Response><Say>';
  const phone = voice.carrier.phone('+14155550100');
  phone.dials(number);
  await voice.clock.advanceBy('2s');
  phone.calls.at(-1)?.presses('7');
  await voice.clock.advanceBy('30s');
  const { body } = await voice.get(voice.calls, tenant, 'Calls.json?PageSize=1');
  callSid = String((body['calls'] as { sid: string }[])[0]?.sid);
});
afterAll(() => voice.close());

const path = (as: Credentials, rest = '') => `/v1/Accounts/${as.sid}/Events${rest}`;
const list = async (query = '', as = tenant) =>
  (await send(inspector, { method: 'GET', path: path(as, query), as })).body['Events'] as Event[];
const fetched = async (id: string, as = tenant) =>
  (await send(inspector, { method: 'GET', path: path(as, `/${id}`), as })).body as unknown as Event;
const replay = (id: string, as = tenant) => send(inspector, { method: 'POST', path: path(as, `/${id}/Replay`), as });
const exchangesOf = (sid: string) => voice.platform.exchanges(`EXC#${tenant.sid}#${sid}`);

// Guarantee: each request to a program, and each webhook of a carrier, of a call can be read, newest first.
test('a call’s exchanges', async () => {
  const events = await list(`?ResourceSid=${callSid}`);
  const outlines = events.map(({ Kind, Direction, Counterpart, Status }) =>
    [Kind, Direction, Counterpart, Status].join(' '),
  );
  expect(outlines).toContain('application-logic outbound program 200');
  expect(outlines).toContain('carrier-webhook inbound twilio 200');
  expect(events.map(({ Id }) => Id)).toEqual([...events.map(({ Id }) => Id)].sort().reverse());
  const keys = events.find(({ Url }) => Url.endsWith('/keys'));
  const whole = await fetched(keys?.Id ?? '');
  expect(new URLSearchParams(whole.Request.Body).get('Digits')).toBe('7');
  expect(whole.Response).toMatchObject({ Body: '<Response><Say>', Headers: { 'content-type': 'text/xml' } });
});

// Guarantee: the signature is explained so that the very one that was sent follows from it, the token being known.
test('a signature explained', async () => {
  const [event] = await list(`?ResourceSid=${callSid}&Kind=application-logic`);
  const { Signature } = await fetched(event?.Id ?? '');
  const text = Signature.Parameters.reduce((base, { Name, Value }) => base + Name + Value, Signature.Url);
  expect(Signature.BaseString).toBe(text);
  expect(createHmac('sha1', tenant.authToken).update(text).digest('base64')).toBe(Signature.Value);
  expect(JSON.stringify(Signature)).not.toContain(tenant.authToken);
});

// Guarantee: filters show what they name and nothing else, over the whole account as over one resource.
test.each(['', `ResourceSid=RESOURCE`])('filters %s', async (within) => {
  const where = `?${within.replace('RESOURCE', callSid)}&`;
  const all = await list(`${where}PageSize=100`);
  const count = async (query: string) => (await list(`${where}${query}`)).length;
  expect(await count('Counterpart=program')).toBe(all.filter(({ Counterpart }) => Counterpart === 'program').length);
  expect(await count('Direction=inbound')).toBe(all.filter(({ Direction }) => Direction === 'inbound').length);
  expect(await count('Direction=inbound&Counterpart=program')).toBe(0);
  expect(await count('DateCreated=2026-11-24')).toBe(all.length);
  expect(await count('DateCreated%3E=2026-11-25')).toBe(0);
});

// Guarantee: nobody reads or repeats what another account exchanged, nor learns that it was.
test('another’s exchange does not exist', async () => {
  const [event] = await list();
  const id = event?.Id ?? '';
  expect(await list('', stranger)).toEqual([]);
  expect(await list(`?ResourceSid=${callSid}`, stranger)).toEqual([]);
  for (const asked of [path(stranger, `/${id}`), path(tenant, `/${id}`)])
    expect((await send(inspector, { method: 'GET', path: asked, as: stranger })).status).toBe(404);
  expect((await replay(id, stranger)).status).toBe(404);
});

// Guarantee: a replay is the same request with the same token, marked, signed anew; its TwiML moves no call.
test('a replay', async () => {
  const [event] = await list(`?ResourceSid=${callSid}&Kind=application-logic`);
  const before = await fetched(event?.Id ?? '');
  voice.twiml['/keys'] = '<Response><Say>Now it can be read</Say></Response>';

  const { status, body } = await replay(before.Id);

  expect(status).toBe(201);
  expect(body).toMatchObject({ ReplayOf: before.Id, Status: 200, TwimlExecuted: false, Url: before.Url });
  const after = await fetched(String(body['Id']));
  expect(after.Request.Body).toBe(before.Request.Body);
  expect(after.Request.Headers).toEqual({ ...before.Request.Headers, 'x-tallyline-replay': before.Id });
  expect(after.Response.Body).toContain('Now it can be read');
  expect((await voice.get(voice.calls, tenant, `Calls/${callSid}.json`)).body).toMatchObject({ status: 'completed' });
});

// Guarantee: what a carrier was told is not a tenant's to repeat.
test('only requests to programs are replayed', async () => {
  const [webhook] = await list('?Kind=carrier-webhook');
  const { status, body } = await replay(webhook?.Id ?? '');
  expect(status).toBe(409);
  expect(body['message']).toContain('program');
});

// Guarantee: a URL's password is in nothing that is kept or shown, and a replay still has it.
test('a program behind a password', async () => {
  const { host } = new URL(voice.programUrl);
  const secretUrl = `http://ferdinand:mumpitz@${host}/voice`;
  voice.carrier.phone('+14155550177').answersAfter('1s');
  const form = { To: '+14155550177', From: number, Url: secretUrl };
  const { body } = await voice.post(voice.calls, tenant, 'Calls.json', form);
  await voice.clock.advanceBy('10s');
  const [event] = await list(`?ResourceSid=${body['sid']}&Kind=application-logic`);
  expect(event?.Url).toBe(`http://***@${host}/voice`);
  const answer = await replay(event?.Id ?? '');
  expect(answer.body).toMatchObject({ Status: 200 });
  const kept = JSON.stringify(await exchangesOf(String(body['sid'])));
  for (const secret of ['mumpitz', tenant.authToken, 'Basic ', `AC${'0'.repeat(32)}`])
    expect(kept).not.toContain(secret);
  expect(kept).not.toMatch(/link(=|%3D)[A-Za-z0-9]/);
  expect(kept).toMatch(/link(=|%3D)\*\*\*/);
});

// Guarantee: no secret is in anything that is kept: nobody's token, no link's state, no key, nothing of our account upstream.
test('exchanges hold no secret', async () => {
  const kept = JSON.stringify(await voice.platform.exchanges());
  expect(kept.length).toBeGreaterThan(5_000);
  const link = voice.links('calls/status', { accountSid: tenant.sid });
  const state = new URL(link).searchParams.get('link')?.split('.')[0]?.slice(0, 20) ?? 'no link';
  const secrets = [tenant.authToken, stranger.authToken, voice.platform.operator.authToken, state, 'mumpitz'];
  for (const secret of [...secrets, process.env['DATA_KEY'] ?? '', `AC${'0'.repeat(32)}`, 'Basic ', 'authorization'])
    expect(kept).not.toContain(secret);
});

// Guarantee: a message that is redacted is redacted in what was exchanged about it, and by the program that asked for it.
test('redaction reaches the exchanges', async () => {
  voice.twiml['/voice'] = '<Response><Message to="+14155550123">the cat is grey</Message><Hangup/></Response>';
  voice.carrier.phone('+14155550100').dials(number);
  await voice.clock.advanceBy('20s');
  const { body: calls } = await voice.get(voice.calls, tenant, 'Calls.json?PageSize=1');
  const causing = String((calls['calls'] as { sid: string }[])[0]?.sid);
  const { handler } = await import('../../../functions/sms/queue.ts');
  const [action] = await voice.outboxOf(causing, 'sms');
  const record = { messageId: '1', body: JSON.stringify({ ...action, sequence: '000000', accountSid: tenant.sid }) };
  expect(await handler({ Records: [record] } as unknown as SQSEvent)).toEqual({ batchItemFailures: [] });
  const messageSid = String(action?.input['messageSid']);
  await voice.clock.advanceBy('20s');
  const kept = async () => JSON.stringify([...(await exchangesOf(causing)), ...(await exchangesOf(messageSid))]);
  expect((await kept()).match(/the( |\+|%20)cat/g)?.length).toBeGreaterThanOrEqual(2);

  const redacted = await voice.post(voice.messages, tenant, `Messages/${messageSid}.json`, { Body: '' });

  expect(redacted.status).toBe(200);
  expect(await kept()).not.toMatch(/the( |\+|%20)cat/);
  const [event] = await list(`?ResourceSid=${messageSid}`);
  expect(await fetched(event?.Id ?? '')).toMatchObject({ IsErased: true, Request: { Body: '' }, Signature: null });
});

// Guarantee: the samples of events/ are what the function takes.
test('sample events', async () => {
  const context = { getRemainingTimeInMillis: () => 29_000 } as never;
  const ask = (name: string, replacing = {}) => inspector(sampleEvent(name, tenant, replacing), context);
  const listed = await ask('inspector.list-events');
  expect(listed.statusCode).toBe(200);
  const EVENT = String(JSON.parse(listed.body ?? '').Events[0].Id);
  expect((await ask('inspector.fetch-event', { EVENT })).statusCode).toBe(200);
  expect((await ask('inspector.replay-event', { EVENT })).statusCode).toBe(201);
});

// Guarantee: a call that is deleted takes what was said about it along.
test('deletion reaches the exchanges', async () => {
  expect((await voice.remove(voice.calls, tenant, `Calls/${callSid}.json`)).status).toBe(204);
  const kept = await exchangesOf(callSid);
  expect(kept.length).toBeGreaterThan(2);
  expect(JSON.stringify(kept)).not.toContain('Digits');
  const [event] = await list(`?ResourceSid=${callSid}&Kind=application-logic`);
  expect((await replay(event?.Id ?? '')).status).toBe(409);
});
