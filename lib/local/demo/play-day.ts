import type { CarrierClock } from '../../carrier/embedded/clock/carrier-clock.ts';
import type { PhoneScript } from '../../carrier/embedded/network/phone.ts';
import { type CalledPhone, type CallIn, type CallOut, calls } from './calls.ts';
import type { Tenants } from './enrol-tenants.ts';
import { clockTime, instantOf } from './instant.ts';
import type { Phones } from './phones.ts';
import { type ScriptedText, texts } from './texts.ts';

/** Something that happens at a time, by the script. */
type Scene = { readonly at: string; readonly act: () => Promise<unknown> };

const lastScene = '10:32';

/**
 * Plays the day: turns the clock from one scene to the next, so that everything happens at its own second, and then until
 * nothing of it is left to happen.
 */
export async function playDay(
  tenants: Tenants,
  phones: Phones,
  clock: CarrierClock,
  show: (time: string, done: number, of: number) => void,
  looks: readonly Scene[] = [],
): Promise<void> {
  const scenes: Scene[] = [
    ...calls.flatMap((call) => (call.way === 'in' ? callIn(call, tenants, phones) : callOut(call, tenants, phones))),
    ...texts.map((text) => textScene(text, tenants, phones)),
    ...looks,
  ].sort((left, right) => instantOf(left.at) - instantOf(right.at));
  for (const [index, { at, act }] of scenes.entries()) {
    await clock.advanceTo(instantOf(at));
    show(clockTime(clock.now()), index + 1, scenes.length);
    await act();
  }
  await clock.advanceTo(instantOf(lastScene));
}

function callIn(call: CallIn, tenants: Tenants, phones: Phones): Scene[] {
  const { at, tenant, line, from, presses, says, hangsUpAfter, brings } = call;
  const script: PhoneScript = {
    steps: [
      ...(presses === undefined ? [] : [{ act: 'presses', digits: presses } as const]),
      ...(says === undefined ? [] : [{ act: 'says', text: says } as const]),
    ],
    hangsUpAfter: hangsUpAfter * 1_000,
  };
  const act = async () => {
    if (brings?.kind === 'transfer') await phones.script(brings.to, scriptOf(brings.phone));
    await phones.dial(from, tenants[tenant].numbers[line], script);
  };
  return [{ at, act }];
}

function callOut(call: CallOut, tenants: Tenants, phones: Phones): Scene[] {
  const { at, to, phone, says, record, ringSeconds, limitSeconds, later } = call;
  const { client, numbers, program } = tenants[call.tenant];
  let sid = '';
  const place = async () => {
    await phones.script(to, scriptOf(phone));
    const placed = await client.calls.create({
      from: numbers.main,
      to,
      ...('url' in says ? { url: program.url + says.url } : says),
      statusCallback: `${program.url}/events/call`,
      statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
      ...(record && { record, recordingStatusCallback: `${program.url}/events/recording` }),
      ...(ringSeconds !== undefined && { timeout: ringSeconds }),
      ...(limitSeconds !== undefined && { timeLimit: limitSeconds }),
    });
    sid = placed.sid;
  };
  if (later === undefined) return [{ at, act: place }];
  const change = 'status' in later ? { status: later.status } : { url: program.url + later.redirectTo };
  return [
    { at, act: place },
    { at: later.at, act: () => client.calls(sid).update(change) },
  ];
}

function scriptOf(phone: CalledPhone): PhoneScript {
  if (typeof phone === 'string') return { answer: { kind: phone } };
  return {
    answer: { kind: 'answers', after: phone.answersAfter * 1_000 },
    hangsUpAfter: phone.hangsUpAfter * 1_000,
    ...(phone.presses !== undefined && { steps: [{ act: 'presses', digits: phone.presses }] }),
  };
}

function textScene(text: ScriptedText, tenants: Tenants, phones: Phones): Scene {
  const { at, tenant, body } = text;
  const { client, numbers, program } = tenants[tenant];
  if (text.way === 'in') return { at, act: () => phones.text(text.from, numbers.main, body) };
  const act = async () => {
    if (text.arrives === false) await phones.script(text.to, { texts: 'unreachable' });
    const statusCallback = `${program.url}/events/message`;
    await client.messages.create({ from: numbers.main, to: text.to, body, statusCallback });
  };
  return { at, act };
}
