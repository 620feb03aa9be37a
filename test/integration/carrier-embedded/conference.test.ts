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
