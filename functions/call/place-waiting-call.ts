import { permittedParties } from '../../lib/call/parties.ts';
import { carrierForNew } from '../../lib/carrier/carriers.ts';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { holdForSlot, untilSlot } from '../../lib/pace/wait-for-slot.ts';
import { commit } from '../../lib/store/commit.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { type Call, loadCall, putChangedCall } from './call-store.ts';
import { endWaiting } from './end-waiting.ts';
import { handToCarrier } from './hand-to-carrier.ts';
import { countIn, countOut, crowded } from './live-calls.ts';
import type { CallStanding } from './question.ts';
import { standingWith } from './standing.ts';
import { overdueKeys, placeKeys, type Turn, takeCarriersTurn } from './turn.ts';

/** So long after a carrier that could do nothing it is asked again. */
const askedAgainAfterMilliseconds = 10_000;

type Waiting = NonNullable<Call['waiting']>;
type Settings = CallStanding['settings'];

/**
 * A waiting call's slot has come. It is admitted once more, takes a slot of the carrier's, and is placed; what may not
 * be placed any more has failed, with a Notification that says why. Brought twice it is placed once, brought early it
 * is held, and what has been canceled meanwhile is left alone.
 */
export async function placeWaitingCall(sid: string, now: number): Promise<void> {
  const call = await loadCall(sid);
  if (call?.waiting === undefined) return;
  const at = await untilSlot(call.waiting.slotAt, now);
  if (at === 'early') return hold(call, call.waiting.slotAt, now);
  const settings = await settingsFor(call);
  if (isRefusal(settings)) return void (await endWaiting(call, 'failed', at, settings));
  const carrier = carrierForNew();
  const turn = call.waiting.slotOf === 'carrier' ? 'now' : await takeCarriersTurn(carrier, call.waiting.until, at);
  if (turn === 'full') return void (await endWaiting(call, 'failed', at, tooLong));
  if (turn !== 'now') return waitOn(call, { ...call.waiting, ...turn }, at);
  await place(call, call.waiting, settings.ConcurrentCallsMax, at);
}

const tooLong = refuse(20429, 'the call has waited as long as it may');

/** The settings under which a call is placed, or why it may not be any more: its account, where it goes, whose its number is. */
async function settingsFor({ accountSid, from: From, to: To, allowedBy }: Call): Promise<Settings | Refusal> {
  const standing = await standingWith(accountSid, allowedBy);
  if (isRefusal(standing)) return standing;
  const parties = await permittedParties(accountSid, { From, To }, standing.settings.AllowedDestinations);
  return isRefusal(parties) ? parties : standing.settings;
}

/** The call is taken out of its queue before the carrier is asked: a crash between leaves one that is ended when due. */
async function place(call: Call, { order, until }: Waiting, liveMax: number, at: number): Promise<void> {
  const again = at + askedAgainAfterMilliseconds;
  const counted = liveMax > 0 ? true : undefined;
  const placed = { waiting: undefined, placedAt: at, updatedAt: at, counted, ...overdueKeys(call, order, at) };
  if ((await commit([putChangedCall(call, placed), ...countIn(call.accountSid, liveMax)])) === 'lost') {
    const refusal = await crowded(call.accountSid, liveMax);
    if (refusal === undefined) return;
    if (again > until) return void (await endWaiting(call, 'failed', at, refusal));
    return waitOn(call, { order, until, slotOf: 'account', slotAt: again }, at);
  }
  const outcome = await handToCarrier(call, order, carrierForNew());
  if (outcome.kind === 'handed') return;
  const isOver = outcome.kind === 'refused' || again > until;
  await untilCommitted(call.sid, async () => {
    const current = await loadCall(call.sid);
    // A webhook came all the same: the carrier has it.
    if (current?.status !== 'queued' || current.reference !== undefined) return 'committed';
    if (isOver) return endWaiting(current, 'failed', at, outcome.refusal);
    return commit([
      putChangedCall(current, waitingOn(call.sid, { order, until, slotOf: 'account', slotAt: again }, at)),
      ...countOut(current),
    ]);
  });
}

/** Waits for another slot; lost: somebody else has taken it, or taken it back. */
async function waitOn(call: Call, waiting: Waiting & Turn, at: number): Promise<void> {
  if ((await commit([putChangedCall(call, waitingOn(call.sid, waiting, at))])) === 'lost') return;
  await hold(call, waiting.slotAt, at);
}

const waitingOn = (sid: string, waiting: Waiting, at: number) => ({
  waiting,
  placedAt: undefined,
  counted: undefined,
  updatedAt: at,
  ...placeKeys(sid, waiting.slotAt, at),
});

const hold = ({ sid: id, accountSid }: Call, slotAt: number, now: number) =>
  holdForSlot({ at: slotAt, owner: 'call', what: 'call.place', id, accountSid }, now);
