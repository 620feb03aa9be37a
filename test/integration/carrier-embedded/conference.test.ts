import { expect, test } from '@jest/globals';
import { startStage } from './program.ts';

const number = '+12125550100';
const [anna, boris, clara] = ['+14155550171', '+14155550172', '+14155550173'] as const;
const events = 'statusCallback="/room" statusCallbackEvent="start end join leave mute hold"';

const room = (attributes = '') =>
  `<Response><Dial><Conference ${events} ${attributes}>standup</Conference></Dial><Say>Bye</Say></Response>`;

// Guarantee: a room starts with its second participant, tells each event in order and numbered, and ends with its last.
test('three phones in a room', async () => {
  await using stage = await startStage({ '/voice': room() });
  await stage.buy(number, { VoiceUrl: `${stage.programUrl}/voice` });
  const calls = [anna, boris, clara].map((phone) => stage.carrier.phone(phone).dials(number));
  await stage.clock.advanceBy('5s');

  const { body: list } = await stage.rest('GET', 'Conferences.json?Status=in-progress');
  const conference = list.conferences[0];
  expect(conference).toMatchObject({ friendly_name: 'standup', status: 'in-progress' });
  const { body } = await stage.rest('GET', `Conferences/${conference.sid}/Participants.json`);
  expect(body.participants.map((participant: { call_sid: string }) => participant.call_sid)).toEqual(
    calls.map(({ sid }) => sid),
  );

  await stage.rest('POST', `Conferences/${conference.sid}/Participants/${calls[1]?.sid}.json`, { Muted: 'true' });
  calls[0]?.says('Good morning');
  calls[1]?.says('nobody hears me');
  await stage.clock.advanceBy('2s');
  expect(calls.map(({ heard }) => heard.filter(({ from }) => from === 'other').map(({ text }) => text))).toEqual([
    [],
    ['Good morning'],
    ['Good morning'],
  ]);

  expect((await stage.rest('DELETE', `Conferences/${conference.sid}/Participants/${calls[2]?.sid}.json`)).status).toBe(
    204,
  );
  await stage.clock.advanceBy('1s');
  expect(calls[2]?.heard.at(-1)?.text).toBe('Bye'); // A removed participant goes on after its Dial.
  for (const call of calls) call.hangsUp();
  await stage.clock.advanceBy('1s');

  const told = stage.received.filter(({ path }) => path === '/room').map(({ parameters }) => parameters);
  expect(
    told.map((event) => [event['SequenceNumber'], event['StatusCallbackEvent'], event['ReasonParticipantLeft']]),
  ).toEqual([
    ['0', 'participant-join', undefined],
    ['1', 'participant-join', undefined],
    ['2', 'conference-start', undefined],
    ['3', 'participant-join', undefined],
    ['4', 'participant-mute', undefined],
    ['5', 'participant-leave', 'removed_via_api'],
    ['6', 'participant-leave', 'participant_hung_up'],
    ['7', 'participant-leave', 'participant_hung_up'],
    ['8', 'conference-end', undefined],
  ]);
  expect(told.at(-1)).toMatchObject({
    ReasonConferenceEnded: 'last-participant-left',
    CallSidEndingConference: calls[1]?.sid,
  });
  expect(stage.received.every(({ isSigned }) => isSigned)).toBe(true);
});

// Guarantee: a moderator starts the room and ends it for everybody; the others go on after their Dial.
test('a moderator', async () => {
  await using stage = await startStage({
    '/guest': room('startConferenceOnEnter="false"'),
    '/moderator': room('endConferenceOnExit="true"'),
  });
  const guests = '+12125550101';
  await stage.buy(number, { VoiceUrl: `${stage.programUrl}/moderator` });
  await stage.buy(guests, { VoiceUrl: `${stage.programUrl}/guest` });
  const waiting = [boris, clara].map((phone) => stage.carrier.phone(phone).dials(guests));
  await stage.clock.advanceBy('5s');
  expect((await stage.rest('GET', 'Conferences.json')).body.conferences[0].status).toBe('init');
  stage.carrier.phone(anna).hangsUpAfter('10s').dials(number);
  await stage.clock.advanceBy('1m');
  expect(waiting.map(({ status, heard }) => [status, heard.at(-1)?.text])).toEqual([
    ['completed', 'Bye'],
    ['completed', 'Bye'],
  ]);
  const told = stage.received.filter(({ path }) => path === '/room').map(({ parameters }) => parameters);
  expect(told.map((event) => event['ReasonParticipantLeft']).filter(Boolean)).toEqual([
    'participant_hung_up',
    'moderator_ended_conference',
    'moderator_ended_conference',
  ]);
});

// Guarantee: somebody can be dialled into a room, put on hold, and the room be recorded and ended by request.
test('a participant by request', async () => {
  await using stage = await startStage({
    '/voice': room('record="record-from-start" recordingStatusCallback="/file"'),
  });
  await stage.buy(number, { VoiceUrl: `${stage.programUrl}/voice` });
  stage.carrier.phone(anna).dials(number);
  await stage.clock.advanceBy('1s');
  stage.carrier.phone(boris).answersAfter('1s');
  const { status, body } = await stage.rest('POST', 'Conferences/standup/Participants.json', {
    To: boris,
    From: number,
    Label: 'boris',
    StatusCallback: `${stage.programUrl}/leg`,
  });
  expect([status, body.status, body.label]).toEqual([201, 'queued', 'boris']);
  await stage.clock.advanceBy('5s');
  const path = `Conferences/${body.conference_sid}`;
  expect((await stage.rest('POST', `${path}/Participants/boris.json`, { Hold: 'true' })).body).toMatchObject({
    hold: true,
    call_sid: body.call_sid,
  });
  await stage.clock.advanceBy('5s');
  expect((await stage.rest('POST', `${path}.json`, { Status: 'completed' })).body.status).toBe('completed');
  await stage.clock.advanceBy('5s');
  const told = stage.received.map(({ path: at, parameters }) => [
    at,
    parameters['StatusCallbackEvent'] ?? parameters['RecordingStatus'] ?? parameters['CallStatus'],
  ]);
  expect(told).toEqual([
    ['/voice', 'ringing'],
    ['/room', 'participant-join'],
    ['/room', 'participant-join'],
    ['/room', 'conference-start'],
    ['/room', 'participant-hold'],
    ['/room', 'participant-leave'],
    ['/room', 'participant-leave'],
    ['/room', 'conference-end'],
    ['/leg', 'completed'],
    ['/file', 'completed'],
  ]);
});

const heardBy = (call: { heard: readonly { from: string; text: string }[] }) => call.heard.map(({ text }) => text);

// Guarantee: who coaches is heard by the one who is coached and by nobody else, hears everybody, and is heard by all again afterwards; nobody
// can coach one who is not there.
test('a coach', async () => {
  const all = 'statusCallback="/room" statusCallbackEvent="join modify" beep="false"';
  const program: Record<string, string> = {
    '/voice': `<Response><Dial><Conference ${all}>sales</Conference></Dial></Response>`,
  };
  await using stage = await startStage(program);
  await stage.buy(number, { VoiceUrl: `${stage.programUrl}/voice` });
  const [customer, agent] = [stage.carrier.phone(anna).dials(number), stage.carrier.phone(boris).dials(number)];
  await stage.clock.advanceBy('5s');
  program['/voice'] =
    `<Response><Dial action="/done"><Conference coach="${agent?.sid}">sales</Conference></Dial></Response>`;
  const coach = stage.carrier.phone(clara).dials(number);
  await stage.clock.advanceBy('5s');
  const say = async (call: typeof coach, text: string) => {
    call.says(text);
    await stage.clock.advanceBy('3s');
    return [customer, agent, coach].map((each) => heardBy(each).includes(text) && each !== call);
  };
  expect(await say(coach, 'Offer a discount')).toEqual([false, true, false]);
  expect(await say(customer, 'It is dear')).toEqual([false, true, true]);
  const [room] = (await stage.rest('GET', 'Conferences.json?Status=in-progress')).body.conferences;
  const change = (call: typeof coach, form: Record<string, string>) =>
    stage.rest('POST', `Conferences/${room.sid}/Participants/${call.sid}.json`, form);
  expect((await stage.rest('GET', `Conferences/${room.sid}/Participants/${coach.sid}.json`)).body).toMatchObject({
    coaching: true,
    call_sid_to_coach: agent.sid,
  });
  await change(coach, { CallSidToCoach: customer.sid });
  expect(await say(coach, 'Do not pay')).toEqual([true, false, false]);
  expect((await change(coach, { Coaching: 'true', CallSidToCoach: `CA${'f'.repeat(32)}` })).body.code).toBe(16028);
  expect((await change(coach, { Coaching: 'false' })).body).toMatchObject({ coaching: false, call_sid_to_coach: null });
  expect(await say(coach, 'Hello to all')).toEqual([true, true, false]);
  const told = stage.received.filter(({ path }) => path === '/room').map(({ parameters }) => parameters);
  expect(told.map((event) => [event['StatusCallbackEvent'], event['Coaching']])).toEqual([
    ['participant-join', 'false'],
    ['participant-join', 'false'],
    ['participant-join', 'true'],
    ['participant-modify', 'true'],
    ['participant-modify', 'false'],
  ]);

  for (const call of [customer, agent, coach]) call.hangsUp();
  const late = stage.carrier.phone(clara).dials(number);
  await stage.clock.advanceBy('5s');
  expect(late.trace.map(({ code }) => code)).toContain(13240);
  const done = stage.received.findLast(({ path }) => path === '/done');
  expect(done?.parameters).toMatchObject({ DialCallStatus: 'failed' });
});

// Guarantee: an announcement is heard by everybody in the room who is not held, or by one alone, each word in its time; its end is told, and
// why one could not be had.
test('announcements', async () => {
  await using stage = await startStage({
    '/voice':
      '<Response><Dial><Conference beep="false" statusCallback="/room" statusCallbackEvent="hold announcement">hall</Conference></Dial></Response>',
    '/all': '<Response><Say>The doors</Say><Pause length="2"/><Redirect>/more</Redirect></Response>',
    '/more': '<Response><Say>are closing</Say></Response>',
    '/one': '<Response><Say>You are next</Say></Response>',
    '/hold': '<Response><Say>Please hold</Say><Pause length="3"/><Redirect>/hold</Redirect></Response>',
    '/broken': { status: 500 },
    '/dials': '<Response><Dial>+14155550100</Dial></Response>',
  });
  await stage.buy(number, { VoiceUrl: `${stage.programUrl}/voice` });
  const calls = [anna, boris, clara].map((phone) => stage.carrier.phone(phone).dials(number));
  const [first, , third] = calls;
  await stage.clock.advanceBy('5s');
  const [room] = (await stage.rest('GET', 'Conferences.json?Status=in-progress')).body.conferences;
  const participant = (sid = '') => `Conferences/${room.sid}/Participants/${sid}.json`;
  const url = (path: string) => `${stage.programUrl}${path}`;
  await stage.rest('POST', participant(third?.sid), { Hold: 'true', HoldUrl: url('/hold') });
  expect((await stage.rest('POST', `Conferences/${room.sid}.json`, { AnnounceUrl: url('/all') })).status).toBe(200);
  await stage.clock.advanceBy('1s');
  expect(calls.map((call) => heardBy(call).filter((text) => text !== 'Please hold'))).toEqual([
    ['The doors'],
    ['The doors'],
    [],
  ]);
  await stage.rest('POST', participant(first?.sid), { AnnounceUrl: url('/one'), AnnounceMethod: 'GET' });
  await stage.clock.advanceBy('10s');
  expect(calls.map((call) => heardBy(call).filter((text) => text !== 'Please hold'))).toEqual([
    ['The doors', 'You are next', 'are closing'],
    ['The doors', 'are closing'],
    [],
  ]);
  expect(heardBy(third ?? { heard: [] }).filter((text) => text === 'Please hold').length).toBeGreaterThan(2);
  await stage.rest('POST', participant(third?.sid), { Hold: 'false' });
  const held = heardBy(third ?? { heard: [] }).length;
  for (const path of ['/broken', '/dials'])
    await stage.rest('POST', `Conferences/${room.sid}.json`, { AnnounceUrl: url(path) });
  await stage.clock.advanceBy('10s');
  expect(heardBy(third ?? { heard: [] })).toHaveLength(held);
  const told = stage.received.filter(({ path }) => path === '/room').map(({ parameters }) => parameters);
  expect(
    told.map((event) => [
      event['StatusCallbackEvent'],
      event['CallSid'],
      event['AnnounceUrl']?.replace(stage.programUrl, ''),
      event['ReasonAnnouncementFailed'],
    ]),
  ).toEqual([
    ['participant-hold', third?.sid, undefined, undefined],
    ['announcement-end', first?.sid, '/one', undefined],
    ['announcement-end', undefined, '/all', undefined],
    ['participant-unhold', third?.sid, undefined, undefined],
    ['announcement-fail', undefined, '/broken', 'Answered 500'],
    ['announcement-fail', undefined, '/dials', 'Dial cannot be played in a room'],
  ]);
});

// Guarantee: who waits for a room's start hears its music, over and over or as it is changed, until the room starts and not after; a beep
// tells who comes and goes, as each one's attributes say.
test('waiting, and beeps', async () => {
  await using stage = await startStage({
    '/voice': ({ parameters }) =>
      `<Response><Dial><Conference startConferenceOnEnter="${parameters['From'] === clara}" beep="${parameters['From'] === boris ? 'onExit' : 'true'}" waitUrl="/wait">hall</Conference></Dial></Response>`,
    '/wait': '<Response><Say>Soon</Say><Pause length="5"/><Redirect/></Response>',
    '/other': '<Response><Say>Any moment</Say></Response>',
  });
  await stage.buy(number, { VoiceUrl: `${stage.programUrl}/voice` });
  const [first, second] = [stage.carrier.phone(anna).dials(number), stage.carrier.phone(boris).dials(number)];
  await stage.clock.advanceBy('12s');
  expect(heardBy(first)).toEqual(['Soon', 'Soon', 'Soon']);
  const [room] = (await stage.rest('GET', 'Conferences.json?Status=init')).body.conferences;
  await stage.rest('POST', `Conferences/${room.sid}/Participants/${second.sid}.json`, {
    WaitUrl: `${stage.programUrl}/other`,
  });
  await stage.clock.advanceBy('17s');
  expect(heardBy(second)).toEqual(['Soon', 'Soon', 'Soon', 'Any moment']);
  const third = stage.carrier.phone(clara).dials(number);
  await stage.clock.advanceBy('1s');
  const before = heardBy(first).length;
  await stage.clock.advanceBy('30s');
  expect(heardBy(first)).toHaveLength(before);
  expect(heardBy(first).at(-1)).toBe('[beep]'); // Clara has come.
  await stage.rest('POST', `Conferences/${room.sid}/Participants/${second.sid}.json`, { BeepOnExit: 'false' });
  second.hangsUp();
  await stage.clock.advanceBy('1s');
  expect(heardBy(first)).toHaveLength(before);
  third.hangsUp();
  await stage.clock.advanceBy('1s');
  expect(heardBy(first)).toHaveLength(before + 1); // Clara has gone.
});
