import { calls } from './calls.ts';
import { type ExpectedUse, key, queueing, ringing, roomRecorded, talkMilliseconds } from './expected-uses.ts';
import { instantOf } from './instant.ts';
import { type TenantKey, tenantKeys, tenants } from './tenants.ts';

/** The carrier's own: from a recording's end to its file being ready, and what the file is, 8 kHz 16-bit PCM after a header. */
const ready = 1_000;
const bytesAMillisecond = 16;
const headerBytes = 44;

const numbersEach = 2;

type Recorded = { readonly tenant: TenantKey; readonly from: number; readonly to: number };

/** What each tenant holds when the day ends, by the script alone: its two numbers, and its recordings' bytes since they were ready. */
export const expectedHoldings = (): ExpectedUse[] =>
  tenantKeys.flatMap((tenant) => {
    const endsAt = Date.parse(tenants[tenant].period.endsAt); // The demo's day is the period's last.
    const byteMilliseconds = recorded()
      .filter((each) => each.tenant === tenant)
      .reduce(
        (sum, { from, to }) =>
          sum + BigInt(headerBytes + (to - from) * bytesAMillisecond) * BigInt(endsAt - to - ready),
        0n,
      );
    return [
      { tenant, meter: 'phonenumbers', farEnd: '', quantity: BigInt(numbersEach) },
      { tenant, meter: 'recordingstorage', farEnd: '', quantity: byteMilliseconds / 1_000n },
    ];
  });

function recorded(): Recorded[] {
  const ofCalls = calls.flatMap((call): Recorded[] => {
    const { tenant } = call;
    if (call.way === 'in') {
      if (call.brings?.kind !== 'voicemail') return [];
      const from = instantOf(call.at) + key;
      const to = Math.min(instantOf(call.at) + call.hangsUpAfter * 1_000, from + call.brings.longest * 1_000);
      return [{ tenant, from, to }];
    }
    if (call.record !== true || typeof call.phone === 'string') return [];
    const from = instantOf(call.at) + queueing + ringing + call.phone.answersAfter * 1_000;
    return [{ tenant, from, to: from + talkMilliseconds(call) }];
  });
  return [...ofCalls, { tenant: 'courier', ...roomRecorded() }];
}
