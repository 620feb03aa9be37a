import { expect, test } from '@jest/globals';
import { type Program, startStage } from './program.ts';

const caller = '+14155550177';
const number = '+12125550100';
const hangUp = '<Response><Hangup/></Response>';

/** One inbound call to a number with that voice URL, played to its end. */
async function played(program: Program, urls: (base: string) => Record<string, string>, faults: object[] = []) {
  const stage = await startStage(program, { webhookLimitMilliseconds: 200 });
  await stage.buy(number, urls(stage.programUrl));
  await stage.control('PUT', 'faults', { faults });
  const call = stage.carrier.phone(caller).dials(number);
  await stage.clock.advanceBy('2m');
  return { ...stage, call };
}

// Guarantee: a webhook is sent again as often and after such failures as its URL says, with one idempotency token.
test.each([
  ['nothing said: once', '', 500, 1],
  ['rc=2 and all failures', '#rc=2&rp=all', 500, 3],
  ['rc=2 after 4xx only', '#rc=2&rp=4xx', 500, 1],
  ['rc=5 after 5xx', '#rc=5&rp=5xx', 503, 6],
  ['rc=1 after 4xx', '#rc=1&rp=4xx', 404, 2],
])('%s', async (_, fragment, status, times) => {
  await using stage = await played({ '/voice': { status } }, (base) => ({ VoiceUrl: `${base}/voice${fragment}` }));
  expect(stage.paths()).toEqual(Array(times).fill('/voice'));
  expect(new Set(stage.received.map(({ token }) => token)).size).toBe(1);
  expect(stage.call.heard.map(({ text }) => text)).toEqual([
    'We are sorry, an application error has occurred. Goodbye.',
  ]);
  expect(stage.call.trace.at(-1)).toMatchObject({ code: 11200 });
});

// Guarantee: a program that is too slow counts as failed, and its fallback is asked with code and URL.
test('a slow program has a fallback', async () => {
  const never = new Promise<string>(() => undefined);
  await using stage = await played({ '/voice': () => never, '/fallback': hangUp }, (base) => ({
    VoiceUrl: `${base}/voice`,
    VoiceFallbackUrl: `${base}/fallback`,
  }));
  expect(stage.received[1]).toMatchObject({
    path: '/fallback',
    parameters: { ErrorCode: '11200', ErrorUrl: `${stage.programUrl}/voice` },
  });
  expect(stage.call.status).toBe('completed');
});

// Guarantee: GET webhooks carry their parameters, signed, in the query beside what the URL already has.
test('a webhook by GET', async () => {
  await using stage = await played({ '/voice': hangUp }, (base) => ({
    VoiceUrl: `${base}/voice?tenant=7`,
    VoiceMethod: 'GET',
  }));
  expect(stage.received[0]).toMatchObject({
    isSigned: true,
    parameters: { tenant: '7', To: number, CallStatus: 'ringing' },
  });
});

// Guarantee: plain text is read aloud, what is no TwiML ends in Twilio's code, a redirect of HTTP is followed.
test.each([
  ['plain text', { status: 200, body: 'Hello', contentType: 'text/plain' }, 'Hello'],
  ['no XML', 'oops', 'We are sorry, an application error has occurred. Goodbye.'],
  ['empty', '', 'We are sorry, an application error has occurred. Goodbye.'],
] as const)('%s', async (_, answer, heard) => {
  await using stage = await played({ '/voice': answer }, (base) => ({ VoiceUrl: `${base}/voice` }));
  expect(stage.call.heard.map(({ text }) => text)).toEqual([heard]);
});

// Guarantee: faults do what they say: a duplicated webhook has the same token, a lost one never arrives, one whose answer is lost has arrived.
test.each([
  ['webhook duplicated', ['/voice', '/voice', '/ended', '/ended'], 2],
  ['webhook lost', [], 0],
  ['webhook unanswered', ['/voice', '/ended'], 2],
])('%s', async (kind, paths, tokens) => {
  await using stage = await played(
    { '/voice': hangUp },
    (base) => ({ VoiceUrl: `${base}/voice`, StatusCallback: `${base}/ended` }),
    [{ kind, rate: 1 }],
  );
  expect(stage.paths()).toEqual(paths);
  expect(new Set(stage.received.map(({ token }) => token)).size).toBe(tokens);
});

// Guarantee: the API can be made to fail before or after it has done what was asked.
test('the API fails on purpose', async () => {
  await using stage = await startStage({});
  const place = () => stage.rest('POST', 'Calls.json', { To: caller, From: number, Twiml: hangUp });
  await stage.control('PUT', 'faults', { faults: [{ kind: 'api unavailable', rate: 1 }] });
  expect((await place()).status).toBe(503);
  await stage.control('PUT', 'faults', { faults: [{ kind: 'api unanswered', rate: 1 }] });
  await expect(place()).rejects.toThrow();
  await stage.control('PUT', 'faults', { faults: [] });
  expect((await stage.rest('GET', 'Calls.json')).body.calls).toHaveLength(1);
});

// Guarantee: the same seed and script make the same webhooks, byte for byte.
test('a day is the same twice', async () => {
  const day = async () => {
    await using stage = await startStage({
      '/voice': '<Response><Gather numDigits="1" action="/g"><Say>Key?</Say></Gather></Response>',
      '/g': '<Response><Dial><Conference statusCallback="/room" statusCallbackEvent="start join leave end">r</Conference></Dial></Response>',
      '/sms': '<Response><Message>ok</Message></Response>',
    });
    const base = stage.programUrl;
    await stage.buy(number, { VoiceUrl: `${base}/voice`, SmsUrl: `${base}/sms`, StatusCallback: `${base}/ended` });
    for (let phone = 10; phone < 30; phone += 1) {
      const caller = stage.carrier.phone(`+141555501${phone}`).presses('1').hangsUpAfter('20s');
      caller.dials(number);
      caller.texts(number, `text ${phone}`);
    }
    await stage.clock.advanceBy('1h');
    return stage.received.map(({ path, at, token, parameters }) => JSON.stringify({ path, at, token, parameters }));
  };
  const first = await day();
  expect(first.length).toBeGreaterThan(120);
  expect(await day()).toEqual(first);
});
