import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Credentials, gatewayEvent, send } from '../gateway.ts';
import { type Messaging, numbers, sampleEvent, startMessaging } from './messaging.ts';
import { picture } from './upstream.ts';

let messaging: Messaging;
beforeAll(async () => {
  messaging = await startMessaging();
});
afterAll(() => messaging.close());
beforeEach(async () => {
  await messaging.drain();
  messaging.upstream.takes('accept');
  messaging.program.answers.clear();
  messaging.program.answers.set('/pic.png', { body: picture, type: 'image/png' });
  messaging.program.asked.length = 0;
});

const context = { getRemainingTimeInMillis: () => 29_000 } as never;
/** A file as it is answered: its type and bytes, or where it is. */
async function file(path: string, as: Credentials = messaging.tenant) {
  const { statusCode, headers, body = '' } = await messaging.api(gatewayEvent({ method: 'GET', path, as }), context);
  return { status: statusCode, headers: headers ?? {}, bytes: Buffer.from(body, 'base64') };
}
const withPicture = (url = `${messaging.program.url}/pic.png`) =>
  messaging.send({ To: numbers.person, From: numbers.own, Body: 'Look', MediaUrl: url });
const listed = async (sid: unknown) =>
  (await messaging.get(`${messaging.messages}/${sid}/Media.json`)).body['media_list'] as Record<string, unknown>[];
const notices = async (sid: unknown) =>
  (await messaging.items('RES#NO')).filter((item) => item['resourceSid'] === sid).map(({ errorCode }) => errorCode);

let counted = 0;
async function receives(MediaUrl0: string): Promise<string> {
  counted += 1;
  const MessageSid = `MM${String(counted).padStart(32, '0')}`;
  const media = { NumMedia: '1', MediaUrl0, MediaContentType0: 'image/png' };
  const form = { MessageSid, From: numbers.person, To: numbers.own, Body: 'See', ...media };
  await messaging.webhook('/carriers/twilio/messages/receive', form);
  const [message] = (await messaging.items('RES#MM')).filter(
    (item) => item['direction'] === 'inbound' && item['answeredAt'] === undefined,
  );
  return String(message?.['PK']).slice(4);
}

// Guarantee: a file that is sent is kept, and can be listed, fetched and deleted; it is billed by the message.
test('a picture out', async () => {
  const { body } = await withPicture();
  expect(body).toMatchObject({ sid: expect.stringMatching(/^MM/), num_media: '1' });
  expect(messaging.upstream.taken[0]?.form.get('MediaUrl')).toBe(`${messaging.program.url}/pic.png`);
  await messaging.drain();

  const [media, ...others] = await listed(body['sid']);
  expect(others).toEqual([]);
  const uri = `${messaging.messages}/${body['sid']}/Media/${media?.['sid']}`;
  expect(media).toEqual({
    sid: expect.stringMatching(/^ME[0-9a-f]{32}$/),
    account_sid: messaging.tenant.sid,
    parent_sid: body['sid'],
    content_type: 'image/png',
    date_created: expect.stringMatching(/ \+0000$/),
    date_updated: expect.stringMatching(/ \+0000$/),
    uri: `${uri}.json`,
  });
  const sample = async (name: string) => {
    const own = { [`AC${'a'.repeat(32)}`]: messaging.tenant.sid, [`SM${'c'.repeat(32)}`]: String(body['sid']) };
    const event = sampleEvent(name, { ...own, [`ME${'d'.repeat(32)}`]: String(media?.['sid']) });
    const { authorization } = gatewayEvent({ method: 'GET', path: uri, as: messaging.tenant }).headers;
    return messaging.api({ ...event, headers: { ...event.headers, authorization } }, context);
  };
  expect(JSON.parse((await sample('sms.fetch-media')).body ?? '')).toEqual(media);
  const served = await sample('sms.serve-media');
  expect(served).toMatchObject({ statusCode: 200, isBase64Encoded: true, headers: { 'content-type': 'image/png' } });
  expect(Buffer.from(served.body ?? '', 'base64')).toEqual(picture);
  const report = { MessageSid: messaging.upstream.taken[0]?.sid ?? '', From: numbers.own, To: numbers.person };
  await messaging.webhook(messaging.statusPath(String(body['sid'])), { ...report, MessageStatus: 'delivered' });
  const used = (await messaging.items('USE#')).filter(({ resourceSid }) => resourceSid === body['sid']);
  expect(used).toEqual([expect.objectContaining({ meter: 'mms-outbound', quantity: 1 })]);

  expect((await sample('sms.delete-media')).statusCode).toBe(204);
  expect((await sample('sms.delete-media')).statusCode).toBe(404);
  expect((await file(uri)).status).toBe(404);
  await messaging.drain('again');
  expect(await listed(body['sid'])).toEqual([]);
  expect(messaging.program.asked.map(({ path }) => path)).toEqual(['/pic.png']); // once, and not after it was deleted
  expect((await messaging.get(`${messaging.messages}/${body['sid']}.json`)).body).toMatchObject({ num_media: '1' });
});

// Guarantee: a program gets a picture that came in from us, with its account's credentials; the carrier's go to nobody else.
test('a picture in', async () => {
  const sid = await receives(`${messaging.upstream.url}/media/1`);
  await messaging.drain();
  const { MediaUrl0 = '', MediaContentType0 } = messaging.program.asked[0]?.parameters ?? {};
  expect(MediaContentType0).toBe('image/png');
  expect(MediaUrl0).toMatch(new RegExp(`${messaging.messages}/${sid}/Media/ME[0-9a-f]{32}$`));
  const { pathname } = new URL(MediaUrl0);
  expect(await file(pathname)).toMatchObject({ status: 200, bytes: picture });
  expect((await file(pathname, messaging.stranger)).status).toBe(404);
  const own = pathname.replace(messaging.tenant.sid, messaging.stranger.sid);
  expect((await file(own, messaging.stranger)).status).toBe(404);

  const moved = await receives(`${messaging.upstream.url}/media/moved?to=${messaging.program.url}/pic.png`);
  await messaging.drain();
  expect(await listed(moved)).toEqual([expect.objectContaining({ content_type: 'image/png' })]);
  const [fetched] = messaging.program.asked.filter(({ path }) => path === '/pic.png');
  expect(fetched?.authorization).toBeUndefined();
});

// Guarantee: a carrier that does not give a picture keeps no program waiting; it is asked again until the queue gives up.
test('a picture in that cannot be had yet', async () => {
  const original = `${messaging.program.url}/late.png`;
  messaging.program.answers.set('/late.png', { status: 503 });
  const sid = await receives(original);
  const { accountSid } = { accountSid: messaging.tenant.sid };
  await messaging.work({ sid, sequence: '000000', accountSid, action: 'message.answer', input: {} });
  expect(messaging.program.asked.find(({ path }) => path === '/sms')?.parameters).toMatchObject({
    MediaUrl0: original,
  });

  const sample = sampleEvent<{ Records: { body: string }[] }>('smsQueue.keep-media', { [`SM${'c'.repeat(32)}`]: sid });
  const keep = { ...JSON.parse(sample.Records[0]?.body ?? ''), sid, accountSid };
  expect((await messaging.work(keep)).batchItemFailures).toHaveLength(1);
  messaging.program.answers.set('/late.png', { body: picture, type: 'image/png' });
  expect((await messaging.work(keep)).batchItemFailures).toEqual([]);
  expect(await listed(sid)).toHaveLength(1);
});

// Guarantee: what is larger than a Lambda may answer is served by a redirect to the bucket, whole and with its type.
test('a large file', async () => {
  const large = Buffer.alloc(4_500_000, picture);
  messaging.program.answers.set('/large.mp4', { body: large, type: 'video/mp4' });
  const { body } = await withPicture(`${messaging.program.url}/large.mp4`);
  await messaging.drain();
  const [media] = await listed(body['sid']);
  const { status, headers } = await file(`${messaging.messages}/${body['sid']}/Media/${media?.['sid']}`);
  expect(status).toBe(302);
  const fetched = await fetch(String(headers['location']));
  expect(fetched.headers.get('content-type')).toBe('video/mp4');
  expect(Buffer.from(await fetched.arrayBuffer()).equals(large)).toBe(true);
});

// Guarantee: a file that a tenant's server does not give is told to the tenant with Twilio's number, and stops nothing.
test.each([
  ['is not there', { status: 404 }, 11200],
  ['is too large', { body: Buffer.alloc(5 * 1024 * 1024 + 1) }, 11205],
  ['leads nowhere', { status: 302, location: 'http://nowhere.invalid/' }, 11210],
  ['leads to itself', { status: 302, location: '/pic2.png' }, 11215],
])('a file that %s', async (_name, answer, code) => {
  messaging.program.answers.set('/pic2.png', answer);
  const { status, body } = await withPicture(`${messaging.program.url}/pic2.png`);
  await messaging.drain();
  expect([status, await listed(body['sid']), await notices(body['sid'])]).toEqual([201, [], [code]]);
});

// Guarantee: a page that somebody sent is no page of ours: it runs nothing, whoever opens it.
test('a page', async () => {
  messaging.program.answers.set('/page', { body: '<script>alert(1)</script>', type: 'text/html; charset=utf-8' });
  const { body } = await withPicture(`${messaging.program.url}/page`);
  await messaging.drain();
  const [media] = await listed(body['sid']);
  const { headers } = await file(`${messaging.messages}/${body['sid']}/Media/${media?.['sid']}`);
  expect(headers).toMatchObject({
    'content-type': 'text/html',
    'content-security-policy': expect.stringContaining('sandbox'),
    'x-content-type-options': 'nosniff',
  });
});

// Guarantee: with its text a redacted message loses its files, in the bucket too, and no late copy brings them back.
test('redacted', async () => {
  const { body } = await withPicture();
  await messaging.drain();
  const [media] = await listed(body['sid']);
  const report = { MessageSid: messaging.upstream.taken[0]?.sid ?? '', From: numbers.own, To: numbers.person };
  await messaging.webhook(messaging.statusPath(String(body['sid'])), { ...report, MessageStatus: 'delivered' });
  const path = `${messaging.messages}/${body['sid']}.json`;
  await send(messaging.api, { method: 'POST', path, as: messaging.tenant, form: { Body: '' } });

  expect(await listed(body['sid'])).toEqual([]);
  const { readBytes } = await import('../../../functions/sms/media-bucket.ts');
  const named = { accountSid: messaging.tenant.sid, messageSid: String(body['sid']), sid: String(media?.['sid']) };
  await expect(readBytes(named)).rejects.toMatchObject({ name: 'NoSuchKey' });
  await messaging.drain('again');
  expect(await listed(body['sid'])).toEqual([]);
});
