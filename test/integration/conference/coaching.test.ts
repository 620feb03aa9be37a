import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { CallHandle } from '../../../lib/carrier/embedded/library/call-handle.ts';
import type { Credentials } from '../gateway.ts';
import { startVoice, type Voice } from '../voice.ts';

const [ours, theirs] = ['+12125550100', '+12125550111'];
const [ann, ben, cat, dan] = ['+14155550101', '+14155550102', '+14155550103', '+14155550104'];

let voice: Voice;
let tenant: Credentials;
let stranger: Credentials;
beforeAll(async () => {
  voice = await startVoice();
  tenant = await voice.tenantWith(ours, '/mine');
  stranger = await voice.tenantWith(theirs, '/theirs');
});
afterAll(() => voice.close());

type Shown = Record<string, unknown>;
const events = 'statusCallback="/events" statusCallbackEvent="join modify announcement"';
const room = (name: string, more = '', after = '') =>
  `<Response><Dial><Conference beep="false" ${events} ${more}>${name}</Conference></Dial>${after}</Response>`;
const get = async (path: string, as = tenant) => (await voice.get(voice.conferences, as, path)).body as Shown;
const post = (path: string, form: Record<string, string>, as = tenant) => voice.post(voice.conferences, as, path, form);
const words = ({ heard }: CallHandle) => heard.map(({ text }) => text);
const told = async (sid: string) => (await voice.outboxOf(sid, 'callback')).map(({ input }) => input.parameters ?? {});

/** A caller of a room that the program names, and our SID of the call. */
async function comes(phone: string, number = ours, as = tenant) {
  const call = voice.carrier.phone(phone).dials(number);
  await voice.clock.advanceBy('5s');
  const [{ sid = '' } = {}] = (await voice.get(voice.calls, as, `Calls.json?From=${encodeURIComponent(phone)}`)).body[
    'calls'
  ] as Record<string, string>[];
  return { call, sid };
}
async function conferenceNamed(name: string, as = tenant): Promise<string> {
  const { conferences } = await get(`Conferences.json?FriendlyName=${name}&Status=in-progress`, as);
  return String((conferences as Shown[])[0]?.['sid']);
}

// Guarantee: a program has one participant heard by another alone, by TwiML as by the API, in its own SIDs; what is shown and told of it is so; and
// who is not in the room, or is another account's, cannot be coached.
test('a coach', async () => {
  voice.twiml['/mine'] = room('sales');
  const [customer, agent] = [await comes(ann), await comes(ben)];
  voice.twiml['/mine'] = room('sales', `coach="${agent.sid}"`);
  const coach = await comes(cat);
  const sid = await conferenceNamed('sales');
  const participant = (of: { sid: string }) => `Conferences/${sid}/Participants/${of.sid}.json`;
  const say = async (text: string) => {
    coach.call.says(text);
    await voice.clock.advanceBy('3s');
    return [customer, agent].map(({ call }) => words(call).includes(text));
  };
  expect(await get(participant(coach))).toMatchObject({ coaching: true, call_sid_to_coach: agent.sid });
  const { participants } = await get(`Conferences/${sid}/Participants.json?Coaching=true`);
  expect((participants as Shown[]).map(({ call_sid }) => call_sid)).toEqual([coach.sid]);
  expect(await say('Be brief')).toEqual([false, true]);

  const moved = await post(participant(coach), { CallSidToCoach: customer.sid, BeepOnExit: 'false' });
  expect(moved).toMatchObject({ status: 200, body: { coaching: true, call_sid_to_coach: customer.sid } });
  await voice.clock.advanceBy('1s');
  expect(await get(participant(coach))).toMatchObject({ coaching: true, call_sid_to_coach: customer.sid });
  expect(await say('Take your time')).toEqual([true, false]);
  const ended = await post(participant(coach), { Coaching: 'false' });
  expect(ended).toMatchObject({ body: { coaching: false, call_sid_to_coach: null } });
  await voice.clock.advanceBy('1s');
  expect(await say('Good day')).toEqual([true, true]);
  expect((await told(sid)).map((event) => [event['StatusCallbackEvent'], event['Coaching']])).toEqual([
    ['participant-join', 'false'],
    ['participant-join', 'false'],
    ['participant-join', 'true'],
    ['participant-modify', 'true'],
    ['participant-modify', 'false'],
  ]);

  voice.twiml['/theirs'] = room('sales');
  const other = await comes(dan, theirs, stranger);
  for (const CallSidToCoach of [other.sid, coach.sid, `CA${'f'.repeat(32)}`])
    expect(await post(participant(coach), { CallSidToCoach })).toMatchObject({ status: 400, body: { code: 16028 } });
  expect(await post(participant(coach), { Coaching: 'true' })).toMatchObject({ status: 400, body: { code: 20001 } });
  const added = { From: ours, To: dan, CallSidToCoach: other.sid };
  expect(await post(`Conferences/${sid}/Participants.json`, added)).toMatchObject({ body: { code: 16028 } });

  voice.twiml['/mine'] = room('sales', `coach="${other.sid}"`, '<Say>Nobody to coach</Say>');
  const lost = await comes('+14155550105');
  expect(words(lost.call)).toEqual(['Nobody to coach']);
  const { notifications } = (await voice.get(voice.calls, tenant, `Calls/${lost.sid}/Notifications.json`)).body;
  expect((notifications as Shown[]).map(({ error_code }) => error_code)).toEqual(['13240']);
  for (const { call } of [customer, agent, coach, other]) call.hangsUp();
  await voice.clock.advanceBy('5s');
});

// Guarantee: who is dialled to coach is shown so at once, and coaches when they come.
test('a coach who is dialled', async () => {
  voice.twiml['/mine'] = room('support');
  const [customer, agent] = [await comes(ann), await comes(ben)];
  const sid = await conferenceNamed('support');
  voice.carrier.phone(cat).answersAfter('1s');
  const added = await post(`Conferences/${sid}/Participants.json`, { From: ours, To: cat, CallSidToCoach: agent.sid });
  expect(added).toMatchObject({ status: 201, body: { coaching: true, call_sid_to_coach: agent.sid } });
  const { handler } = (await import('../../../functions/call/queue.ts')) as unknown as {
    handler: (event: { Records: object[] }) => Promise<unknown>;
  };
  for (const message of await voice.outboxOf(sid, 'call'))
    await handler({ Records: [{ messageId: '1', body: JSON.stringify({ ...message, accountSid: tenant.sid }) }] });
  await voice.clock.advanceBy('5s');
  const shown = await get(`Conferences/${sid}/Participants/${added.body['call_sid']}.json`);
  expect(shown).toMatchObject({ status: 'connected', coaching: true, call_sid_to_coach: agent.sid });
  voice.carrier.phone(cat).calls.at(-1)?.says('Ask for the number');
  await voice.clock.advanceBy('3s');
  expect([customer, agent].map(({ call }) => words(call).includes('Ask for the number'))).toEqual([false, true]);
  for (const call of [customer.call, agent.call, ...voice.carrier.phone(cat).calls]) call.hangsUp();
  await voice.clock.advanceBy('5s');
});

// Guarantee: what a program says to a room, to one in it, to who waits and to who is held is heard by those, and the room's callback is told how an
// announcement ended by the URL that the program gave; what cannot be played is a Notification.
test('announcements, and music', async () => {
  voice.twiml['/mine'] = room('hall', 'startConferenceOnEnter="false" waitUrl="/wait"');
  voice.twiml['/wait'] = '<Response><Say>Please wait</Say><Pause length="60"/><Redirect/></Response>';
  voice.twiml['/all'] = '<Response><Say>Ten minutes</Say><Redirect>/more</Redirect></Response>';
  voice.twiml['/more'] = '<Response><Say>are left</Say></Response>';
  voice.twiml['/one'] = '<Response><Say>You have won</Say></Response>';
  voice.twiml['/held'] = '<Response><Say>One moment</Say></Response>';
  voice.twiml['/dials'] = '<Response><Dial>+14155550199</Dial></Response>';
  const first = await comes(ann);
  expect(words(first.call)).toEqual(['Please wait']);
  voice.twiml['/mine'] = room('hall');
  const second = await comes(ben);
  const sid = await conferenceNamed('hall');
  const [wholeRoom, one] = [`Conferences/${sid}.json`, `Conferences/${sid}/Participants/${second.sid}.json`];
  const url = (path: string) => `${voice.programUrl}${path}`;
  expect(await post(wholeRoom, { AnnounceUrl: url('/all') })).toMatchObject({
    status: 200,
    body: { status: 'in-progress' },
  });
  await voice.clock.advanceBy('3s');
  expect(await post(one, { AnnounceUrl: url('/one'), AnnounceMethod: 'GET' })).toMatchObject({ status: 200 });
  await voice.clock.advanceBy('3s');
  await post(one, { Hold: 'true', HoldUrl: url('/held') });
  await voice.clock.advanceBy('3s');
  expect(words(first.call)).toEqual(['Please wait', 'Ten minutes', 'are left']);
  expect(words(second.call)).toEqual(['Ten minutes', 'are left', 'You have won', 'One moment']);
  await post(wholeRoom, { AnnounceUrl: url('/dials') });
  await voice.clock.advanceBy('3s');
  const announced = (await told(sid)).filter((event) => event['AnnounceUrl'] !== undefined);
  expect(announced.map((event) => [event['StatusCallbackEvent'], event['AnnounceUrl'], event['CallSid']])).toEqual([
    ['announcement-end', url('/all'), undefined],
    ['announcement-end', url('/one'), second.sid],
    ['announcement-fail', url('/dials'), undefined],
  ]);
  expect(announced[2]).toHaveProperty('ReasonAnnouncementFailed');
  const { notifications } = (await voice.get(voice.calls, tenant, 'Notifications.json')).body;
  expect((notifications as Shown[])[0]).toMatchObject({ error_code: '12200', request_url: url('/dials') });
  expect(await post(wholeRoom, { AnnounceUrl: 'nowhere' })).toMatchObject({ status: 400, body: { code: 21205 } });
  expect((await post(wholeRoom, { AnnounceUrl: url('/all') }, stranger)).status).toBe(404);
  first.call.hangsUp();
  second.call.hangsUp();
  await voice.clock.advanceBy('5s');
  expect(await post(wholeRoom, { AnnounceUrl: url('/all') })).toMatchObject({ status: 400, body: { code: 16022 } });
});
