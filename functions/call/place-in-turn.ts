import { carrierForNew } from '../../lib/carrier/carriers.ts';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { giveBackUse } from '../../lib/limit/reserved-use.ts';
import { holdForSlot } from '../../lib/pace/wait-for-slot.ts';
import { commit, type Write } from '../../lib/store/commit.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { meterOf } from './call.ts';
import { deleteCallItem, loadCall, type NewCall, putNewCall } from './call-store.ts';
import { handToCarrier, type Order } from './hand-to-carrier.ts';
import { holdForCall } from './hold-for-call.ts';
import { countIn, countOut, crowded } from './live-calls.ts';
import type { CallStanding } from './question.ts';
import { overdueKeys, placeKeys, type Turn, takeTurn } from './turn.ts';

/**
 * Stores a new call with what belongs to it, and asks the carrier for it at once where it is its turn; else it waits as
 * `queued`, held in the queue or by its due entry. Refused is a call that would wait longer than it may (20429), one
 * above those that may live at once (20429), and one that the carrier does not take: of either nothing stays.
 */
export async function placeInTurn(
  call: NewCall,
  order: Order,
  { CallsPerSecond, MaxQueueSeconds, ConcurrentCallsMax }: CallStanding['settings'],
  now: number,
  alongside: readonly Write[] = [],
): Promise<Refusal | undefined> {
  const carrier = carrierForNew();
  const until = now + MaxQueueSeconds * 1_000;
  const turn = await takeTurn(call.accountSid, CallsPerSecond, carrier, until, now);
  if (turn === 'full') return refuse(20429, `the call would wait longer than ${MaxQueueSeconds} s to be placed`);
  if (turn !== 'now') return queue(call, { ...turn, until, order }, now, alongside);
  const stored = await letIn(call, order, ConcurrentCallsMax, now, alongside);
  if (isRefusal(stored)) return stored;
  const outcome = await handToCarrier(stored, order, carrier);
  if (outcome.kind === 'handed') return undefined;
  await withdraw(call.sid);
  return outcome.refusal;
}

/** Stores a call that is placed now, unless as many as may live at once do, or there is no money for it. */
const letIn = (call: NewCall, order: Order, max: number, now: number, alongside: readonly Write[]) =>
  untilCommitted(call.sid, async () => {
    const held = await holdForCall(call, now);
    if (isRefusal(held)) return held;
    const limited = { ...call, ...held.limits };
    const stored = { ...limited, ...overdueKeys(limited, order, now), ...(max > 0 && { counted: true }) };
    const admission = [...countIn(call.accountSid, max), ...held.writes];
    const result = await commit([putNewCall(stored), ...admission, ...alongside]);
    if (result === 'committed' || admission.length === 0) return stored;
    return (await crowded(call.accountSid, max)) ?? 'lost';
  });

async function queue(
  call: NewCall,
  waiting: Turn & { readonly until: number; readonly order: Order },
  now: number,
  alongside: readonly Write[],
): Promise<Refusal | undefined> {
  const { sid: id, accountSid } = call;
  const { slotAt: at } = waiting;
  const refusal = await untilCommitted(id, async () => {
    const held = await holdForCall(call, now);
    if (isRefusal(held)) return held;
    const stored = { ...call, ...held.limits, waiting, ...placeKeys(id, at, now) };
    const result = await commit([putNewCall(stored), ...held.writes, ...alongside]);
    return result === 'lost' && held.writes.length > 0 ? 'lost' : undefined;
  });
  if (refusal === undefined) await holdForSlot({ at, owner: 'call', what: 'call.place', id, accountSid }, now);
  return refusal;
}

/** Takes back an intent that the carrier refused; a webhook that came all the same has made it a call. */
async function withdraw(sid: string): Promise<void> {
  const call = await loadCall(sid);
  if (call?.reference === undefined && call?.status === 'queued')
    await commit([
      deleteCallItem(call),
      ...countOut(call),
      ...(await giveBackUse(call.accountSid, meterOf(call), sid)),
    ]);
}
