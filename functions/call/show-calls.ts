import { pricesOf, twilioPrice } from '../../lib/metering/ledger-line.ts';
import type { Account } from '../../lib/store/account.ts';
import { meterOf } from './call.ts';
import type { Call } from './call-store.ts';
import { callRepresentation } from './representation.ts';

/** Calls as the API shows them, each with its price once the ledger has it. */
export async function showCalls(account: Account, calls: readonly Call[]) {
  const ended = calls.flatMap((call) =>
    call.finalizedAt === undefined ? [] : [{ ...call, finalizedAt: call.finalizedAt }],
  );
  const prices = await pricesOf(
    ended.map((call) => ({
      accountSid: account.sid,
      zone: account.zone,
      meter: meterOf(call),
      resourceSid: call.sid,
      sequence: 0,
      finalizedAt: call.finalizedAt,
    })),
  );
  const priceOf = new Map(ended.map(({ sid }, index) => [sid, twilioPrice(prices[index])]));
  return calls.map((call) => callRepresentation(call, priceOf.get(call.sid) ?? null, account.currency));
}

/** One call as the API shows it. */
export async function showCall(account: Account, call: Call) {
  const [shown] = await showCalls(account, [call]);
  return shown;
}
