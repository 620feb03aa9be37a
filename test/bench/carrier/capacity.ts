import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { VirtualClock } from '../../../lib/carrier/embedded/clock/virtual-clock.ts';
import type { CallHandle } from '../../../lib/carrier/embedded/library/call-handle.ts';
import type { PhoneHandle } from '../../../lib/carrier/embedded/library/phone-handle.ts';
import { type EmbeddedCarrier, startEmbeddedCarrier } from '../../../lib/carrier/embedded/start.ts';
import { threadCpu } from '../thread-cpu.ts';

const account = { accountSid: `AC${'0123456789abcdef'.repeat(2)}`, authToken: 'an-upstream-token' };
const startsAt = Date.UTC(2026, 10, 24, 9);
const callMilliseconds = 60_000;
const callersWarming = 100;
const callers = 600;
const roomSize = 10;
const participantsWarming = 5 * roomSize;
const participants = 30 * roomSize;
const apartMilliseconds = 200;

/** How much one core of the embedded carrier carries at once: seconds of calls, or of participants, for each second of its CPU. */
export type CarrierCapacity = {
  readonly calls: number;
  readonly callsAtOnce: number;
  readonly participants: number;
  readonly participantsAtOnce: number;
};

/**
 * Calls of a minute reach a program, which asks for a key and is told the end; then rooms of ten, each participant of which says
 * something every ten seconds to all others. A virtual clock leaves only the work: a core is busy for as long as it takes.
 */
export async function carrierCapacity(): Promise<CarrierCapacity> {
  const program = new Worker(new URL('./program.ts', import.meta.url));
  const [programUrl]: [string] = (await once(program, 'message')) as [string];
  const clock = new VirtualClock({ startsAt });
  const carrier = await startEmbeddedCarrier({ port: 0, seed: 'a bench', ...account, clock });
  try {
    await buy(carrier, numberOf(0), `${programUrl}/voice`);
    const rooms = (participantsWarming + participants) / roomSize;
    for (let room = 1; room <= rooms; room += 1) await buy(carrier, numberOf(room), `${programUrl}/room?name=${room}`);
    const calls = { script: (phone: PhoneHandle) => phone.presses('1'), to: () => numberOf(0) };
    await carried(carrier, { ...calls, first: 0, count: callersWarming });
    const callsAtOnce = await carried(carrier, { ...calls, first: callersWarming, count: callers });
    const talks = { script: talk, to: (index: number) => numberOf(1 + Math.floor(index / roomSize)) };
    await carried(carrier, { ...talks, first: 0, count: participantsWarming });
    const participantsAtOnce = await carried(carrier, { ...talks, first: participantsWarming, count: participants });
    return { calls: callers, callsAtOnce, participants, participantsAtOnce };
  } finally {
    await carrier.close();
    await program.terminate();
  }
}

/** The carrier sells numbers set aside for fiction. */
const numberOf = (index: number): string => `+12125550${100 + index}`;

function talk(phone: PhoneHandle): void {
  for (let said = 0; said < 5; said += 1) phone.says('I am of the same opinion.').waits('10s');
}

/** Phones from the first one on, what each does, and whom it calls. */
type Callers = {
  readonly first: number;
  readonly count: number;
  readonly script: (phone: PhoneHandle) => void;
  readonly to: (index: number) => string;
};

/** Lets phones call, one after another, each for a minute. Answers the seconds of all calls for each second of CPU. */
async function carried(carrier: EmbeddedCarrier, { first, count, script, to }: Callers): Promise<number> {
  const calls: CallHandle[] = [];
  for (let index = first; index < first + count; index += 1) {
    const phone = carrier.phone(`+1415555${String(index).padStart(4, '0')}`).forgetsScript();
    script(phone.hangsUpAfter(callMilliseconds));
    carrier.clock.after((index - first) * apartMilliseconds, () => calls.push(phone.dials(to(index))));
  }
  const lasting = count * apartMilliseconds + 2 * callMilliseconds;
  const { milliseconds } = await threadCpu(() => carrier.clock.advanceBy(lasting));
  const whole = calls.filter(({ status, seconds }) => status === 'completed' && seconds * 1_000 === callMilliseconds);
  if (whole.length !== count) throw new Error(`Of ${count} calls ${whole.length} lasted as long as they were to.`);
  return Math.round((count * callMilliseconds) / milliseconds);
}

async function buy({ url }: EmbeddedCarrier, phoneNumber: string, voiceUrl: string): Promise<void> {
  const { status } = await fetch(`${url}/2010-04-01/Accounts/${account.accountSid}/IncomingPhoneNumbers.json`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${account.accountSid}:${account.authToken}`)}` },
    body: new URLSearchParams({
      PhoneNumber: phoneNumber,
      VoiceUrl: voiceUrl,
      StatusCallback: new URL('/events', voiceUrl).href,
    }),
  });
  if (status !== 201) throw new Error(`Buying ${phoneNumber} was answered ${status}.`);
}
