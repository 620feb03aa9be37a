import { carrierForNew } from '../../lib/carrier/carriers.ts';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { holdForSlot } from '../../lib/pace/wait-for-slot.ts';
import { commit, type Write } from '../../lib/store/commit.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { deleteCallItem, loadCall, type NewCall, putNewCall } from './call-store.ts';
import { handToCarrier, type Order } from './hand-to-carrier.ts';
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
  const stored = { ...call, ...overdueKeys(call, order, now) };
  const refusal = await letIn(stored, ConcurrentCallsMax, alongside);
  if (refusal !== undefined) return refusal;
  const outcome = await handToCarrier(call, order, carrier);
  if (outcome.kind === 'handed') return undefined;
  await withdraw(call.sid);
  return outcome.refusal;
}

/** Stores a call that is placed now, unless as many as may live at once do. */
async function letIn(call: NewCall, max: number, alongside: readonly Write[]): Promise<Refusal | undefined> {
  if (max === 0) return void (await commit([putNewCall(call), ...alongside]));
  const outcome = await untilCommitted(call.sid, async () => {
    const result = await commit([
      putNewCall({ ...call, counted: true }),
      ...countIn(call.accountSid, max),
      ...alongside,
    ]);
    return result === 'lost' ? ((await crowded(call.accountSid, max)) ?? 'lost') : result;
  });
  return outcome === 'committed' ? undefined : outcome;
}

async function queue(
  call: NewCall,
  waiting: Turn & { readonly until: number; readonly order: Order },
  now: number,
  alongside: readonly Write[],
): Promise<undefined> {
  const { sid: id, accountSid } = call;
  const { slotAt: at } = waiting;
  await commit([putNewCall({ ...call, waiting, ...placeKeys(id, at, now) }), ...alongside]);
  await holdForSlot({ at, owner: 'call', what: 'call.place', id, accountSid }, now);
}

/** Takes back an intent that the carrier refused; a webhook that came all the same has made it a call. */
async function withdraw(sid: string): Promise<void> {
  const call = await loadCall(sid);
  if (call?.reference === undefined && call?.status === 'queued')
    await commit([deleteCallItem(call), ...countOut(call)]);
}
