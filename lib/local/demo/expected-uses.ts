import { SegmentedMessage } from 'sms-segments-calculator';
import { type CalledPhone, type CallIn, type CallOut, calls } from './calls.ts';
import { instantOf } from './instant.ts';
import type { TenantKey } from './tenants.ts';
import { replyTo, texts } from './texts.ts';

/** What a tenant used, by the script alone: so many whole units of a meter. */
export type ExpectedUse = {
  readonly tenant: TenantKey;
  readonly meter: string;
  /** Whom a deck prices by: who was called or who called. */
  readonly farEnd: string;
  readonly quantity: bigint;
};

/** The carrier's own times, in milliseconds: the only thing besides the script on which a duration depends. */
export const key = 200;
export const queueing = 100;
export const ringing = 400;

/** Every use of the day, in no order. */
export const expectedUses = (): ExpectedUse[] => [
  ...calls.flatMap((call) => (call.way === 'in' ? usesOfCallIn(call) : usesOfCallOut(call))),
  ...roomRecordings(),
  ...usesOfTexts(),
];

function usesOfCallIn({ tenant, from, hangsUpAfter, brings }: CallIn): ExpectedUse[] {
  const use = (meter: string, milliseconds: number, farEnd = from): ExpectedUse => ({
    tenant,
    meter,
    farEnd,
    quantity: wholeSeconds(milliseconds),
  });
  const end = hangsUpAfter * 1_000;
  switch (brings?.kind) {
    case 'rejected':
      return [use('calls-inbound', 0)];
    case 'goodbye':
      return [use('calls-inbound', Math.min(end, key + brings.after * 1_000))];
    case 'transfer':
      return [use('calls-inbound', end), use('calls-outbound', legMilliseconds(brings.phone, end), brings.to)];
    case 'voicemail':
      return [use('calls-inbound', end), use('recordings', Math.min(end - key, brings.longest * 1_000))];
    case 'room':
      return [use('calls-inbound', end), use('conference-participants', end)];
    default:
      return [use('calls-inbound', end)];
  }
}

/** A leg lasts until one of the two hangs up. */
function legMilliseconds(phone: CalledPhone, callerEnd: number): number {
  if (typeof phone === 'string') return 0;
  const answered = key + ringing + phone.answersAfter * 1_000;
  return Math.max(0, Math.min(phone.hangsUpAfter * 1_000, callerEnd - answered));
}

function usesOfCallOut(call: CallOut): ExpectedUse[] {
  const quantity = wholeSeconds(talkMilliseconds(call));
  const use = (meter: string): ExpectedUse => ({ tenant: call.tenant, meter, farEnd: call.to, quantity });
  return [use('calls-outbound'), ...(call.record === true ? [use('recordings')] : [])];
}

/** From the answer until the phone hangs up, the limit is reached, or the program ends the call: whichever comes first. */
export function talkMilliseconds({ at, phone, limitSeconds, later }: CallOut): number {
  if (typeof phone === 'string') return 0;
  const answeredAt = instantOf(at) + queueing + ringing + phone.answersAfter * 1_000;
  const ends = [phone.hangsUpAfter * 1_000];
  if (limitSeconds !== undefined) ends.push(limitSeconds * 1_000);
  if (later !== undefined && 'status' in later) ends.push(instantOf(later.at) - answeredAt);
  return Math.max(0, Math.min(...ends));
}

/** The courier's program records its room. */
function roomRecordings(): ExpectedUse[] {
  const { from, to } = roomRecorded();
  return [{ tenant: 'courier', meter: 'recordings', farEnd: '', quantity: wholeSeconds(to - from) }];
}

/** From the second who enters the room to the last who leaves. */
export function roomRecorded(): { readonly from: number; readonly to: number } {
  const inRoom = calls.filter((call) => call.way === 'in' && call.tenant === 'courier' && call.brings?.kind === 'room');
  const entered = inRoom.map(({ at }) => instantOf(at)).sort((left, right) => left - right);
  const left = inRoom.map((call) => instantOf(call.at) + (call.way === 'in' ? call.hangsUpAfter * 1_000 : 0));
  const [, second = 0] = entered;
  return { from: second, to: Math.max(...left) };
}

/** Twilio's own calculator counts the segments. */
function usesOfTexts(): ExpectedUse[] {
  return texts.flatMap((text) => {
    const { tenant, body } = text;
    if (text.way === 'out') return [{ tenant, meter: 'sms-outbound', farEnd: text.to, quantity: segments(body) }];
    const farEnd = text.from;
    const reply = replyTo(tenant, body);
    const received = { tenant, meter: 'sms-inbound', farEnd, quantity: segments(body) };
    return reply === undefined
      ? [received]
      : [received, { tenant, meter: 'sms-outbound', farEnd, quantity: segments(reply) }];
  });
}

const segments = (body: string): bigint => BigInt(new SegmentedMessage(body).segmentsCount);

/** Every second that has begun counts. */
const wholeSeconds = (milliseconds: number): bigint => BigInt(Math.ceil(milliseconds / 1_000));
