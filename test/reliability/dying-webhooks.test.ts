import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Credentials } from '../integration/gateway.ts';
import { type AroundWebhook, startVoice, type Voice } from '../integration/voice.ts';
import { live, watchRequests } from './deaths/life.ts';

let voice: Voice;
/** How often the function of each webhook may ask somebody before it dies; undefined: none dies. */
let lifetime: number | undefined;
/** Whom they were about to ask when they died. */
const died: string[] = [];

/** A webhook whose function dies comes again at once, as from a carrier that was refused. */
const dyingOnce: AroundWebhook = async (_event, answer) => {
  if (lifetime === undefined) return answer();
  const { answer: answered, diedAsking } = await live(lifetime, answer);
  if (answered !== undefined && lifetime !== Number.POSITIVE_INFINITY) return answered;
  died.push(diedAsking ?? 'answer');
  return answer();
};

beforeAll(async () => {
  watchRequests();
  voice = await startVoice(dyingOnce);
});
afterAll(() => voice?.close());

const recorded = 'recordingStatusCallback="/recorded"';
const leg = 'statusCallback="/leg" statusCallbackEvent="initiated ringing answered completed"';
const room = 'statusCallback="/room" statusCallbackEvent="start end join leave"';

/**
 * An account's calls in, out and on to a leg, a conference, recordings, a transcription and a message, whose webhooks die after
 * `requests` requests each. What has become of it.
 */
async function story(index: number, requests: number | undefined) {
  const number = `+121255501${10 + index}`;
  const phone = (line: number) => `+1415555${4_000 + 10 * index + line}`;
  const path = `/story-${index}`;
  const tenant = await voice.tenantWith(number, path);
  const passes = async (duration: '5s' | '3m') => {
    lifetime = requests;
    await voice.clock.advanceBy(duration);
    lifetime = undefined;
  };

  voice.twiml[path] =
    `<Response><Dial record="record-from-answer" ${recorded} action="/after"><Number ${leg}>${phone(2)}</Number></Dial></Response>`;
  voice.carrier.phone(phone(2)).answersAfter('2s').hangsUpAfter('31s');
  voice.carrier.phone(phone(1)).dials(number);
  await passes('3m');

  voice.twiml[path] = `<Response><Dial><Conference ${room}>lobby</Conference></Dial></Response>`;
  for (const guest of [3, 4]) {
    voice.carrier
      .phone(phone(guest))
      .hangsUpAfter(`${guest * 10}s`)
      .dials(number);
    await passes('5s');
  }
  await passes('3m');

  voice.carrier.phone(phone(5)).answersAfter('1s').says('Please call me back tomorrow').hangsUpAfter('30s');
  const words = `transcribe="true" transcribeCallback="${voice.programUrl}/words"`;
  const Twiml = `<Response><Say>Hello</Say><Record maxLength="9" ${words}/></Response>`;
  const told = { StatusCallback: `${voice.programUrl}/told` };
  const call = { From: number, To: phone(5), Twiml, ...told };
  const message = { From: number, To: phone(6), Body: 'Hello', ...told };
  expect((await voice.post(voice.calls, tenant, 'Calls.json', call)).status).toBe(201);
  expect((await voice.post(voice.messages, tenant, 'Messages.json', message)).status).toBe(201);
  await passes('3m');
  return outcomeOf(tenant);
}

/** Uses, resources and what is told or asked of others, without the names that differ from account to account. */
async function outcomeOf({ sid }: Credentials) {
  const items = await voice.platform.items();
  const under = (prefix: string) => items.filter(({ PK }) => String(PK).startsWith(prefix));
  const uses = under(`USE#${sid}`).map(({ meter, quantity }) => `${meter}: ${quantity}`);
  const resources = under('RES#').flatMap(({ accountSid, entity, status, durationSeconds }) =>
    accountSid === sid ? [`${entity} ${status} ${durationSeconds}`] : [],
  );
  const outbox = under('OUT#').flatMap((item) => {
    const { parameters } = item['input'] as { parameters?: Record<string, string> };
    if (!JSON.stringify(item).includes(sid)) return [];
    const { CallStatus, RecordingStatus, StatusCallbackEvent, TranscriptionStatus, MessageStatus } = parameters ?? {};
    const what = StatusCallbackEvent ?? RecordingStatus ?? TranscriptionStatus ?? MessageStatus ?? CallStatus;
    return [`${item['queue']} ${item['action']} ${what}`];
  });
  return { uses: uses.sort(), resources: resources.sort(), outbox: outbox.sort() };
}

// Guarantee: wherever the function of a webhook dies, whomever it was about to ask, and whichever webhook it is, the carrier's repeating it ends as if nothing had happened:
// the same resources, uses, callbacks and actions (quality.md, "Crash points").
test('each webhook dies at each of its requests, and comes again', async () => {
  const undisturbed = await story(0, undefined);
  expect(undisturbed.uses.length).toBeGreaterThanOrEqual(8);
  let lives = 0;
  for (let before = -1; before < died.length; lives += 1) {
    before = died.length;
    const outcome = await story(lives + 1, lives);
    expect({ lives, ...outcome }).toEqual({ lives, ...undisturbed });
  }
  // They had done all that they had to do, and nobody got their answer.
  expect(await story(lives + 1, Number.POSITIVE_INFINITY)).toEqual(undisturbed);
  const places = [...Map.groupBy(died, (whom) => whom)].map(([whom, each]) => `${each.length} before the ${whom}`);
  const { uses, resources, outbox } = undisturbed;
  console.log(
    `webhooks of calls, legs, recordings, a conference, a transcription and a message: ${died.length} deaths at ${lives} points (${places.join(', ')}), ` +
      `each time the same ${uses.length} uses, ${resources.length} resources and ${outbox.length} callbacks and actions`,
  );
  expect(died.length).toBeGreaterThan(50);
  for (const whom of ['table', 'program', 'answer']) expect(died).toContain(whom);
});
