import { knownAccount } from '../../lib/access/account-access.ts';
import { extend } from '../../lib/balance/extend.ts';
import { holdForSlot } from '../../lib/pace/wait-for-slot.ts';
import { commit } from '../../lib/store/commit.ts';
import { putConsequences } from '../../lib/store/outbox.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { isFinal } from './call.ts';
import { type Call, loadCall, putChangedCall } from './call-store.ts';
import { secondsOf } from './hold-for-call.ts';
import { endsAt, extendKeys, isExtendable, isNotDueYet, limitKeys } from './limit.ts';
import { riddenUpTo } from './ride.ts';
import { tellLimit } from './tell-limit.ts';
import { moneyEnding, warningOf } from './warn-of-end.ts';

/** Where there is no money, it is looked for again so long after: somebody may top up while the call lives. */
const againAfterMilliseconds = 60_000;

/**
 * A live call comes near the end of what its money was kept back for. The next interval is kept back and the new limit
 * stored in one transaction, on condition that the call has not ended; then the carrier is told. Brought again after
 * a crash in between, it is told again (billing.md, rule 12; docs/decisions/051).
 */
export async function extendCall(sid: string, now: number): Promise<void> {
  const call = await untilCommitted(sid, () => kept(sid, now));
  if (call !== undefined) await tellLimit(call, now);
}

/** The call with a limit that its carrier is to be told; undefined: there is nothing to tell. */
async function kept(sid: string, now: number): Promise<Call | 'lost' | undefined> {
  const call = await loadCall(sid);
  if (call === undefined || isFinal(call.status) || call.waiting !== undefined) return undefined;
  if (call.limitAsked === true && call.reference !== undefined) return call;
  if (isNotDueYet(call, now)) return undefined; // It was extended, and its message has come again.
  if (now >= endsAt(call) || !isExtendable(call)) return over(call, now);
  const account = await knownAccount(call.accountSid);
  if (account === undefined) throw new Error(`${sid} belongs to no account`);
  const more = BigInt((call.limitMaxSeconds ?? 0) - call.limitSeconds);
  const { seconds, writes } = await extend(account, riddenUpTo(call, call.limitSeconds), more, now);
  const limitSeconds = call.limitSeconds + secondsOf(seconds);
  if (call.reference === undefined || limitSeconds === call.limitSeconds) return lookAgain(call, now);
  const limit = { limitSeconds, limitAsked: true, warned: undefined };
  const result = await commit([putChangedCall(call, { ...limit, updatedAt: now }), ...writes]);
  return result === 'lost' ? 'lost' : loadCall(sid);
}

/** Its limit is past, or can be no later: what is due next is that it has ended. */
async function over(call: Call, now: number): Promise<'lost' | undefined> {
  const ended = { ...call, limitMaxSeconds: undefined };
  const result = await commit([putChangedCall(call, { limitMaxSeconds: undefined, ...limitKeys(ended, now) })]);
  return result === 'lost' ? 'lost' : undefined;
}

/** There is no money for more: its program is warned when that is due, and money is looked for again. */
async function lookAgain(call: Call, now: number): Promise<'lost' | undefined> {
  const warning = await warningOf(call);
  const told = warning !== undefined && warning.at <= now ? [moneyEnding(call, warning, now)] : [];
  const next = Math.min(
    now + againAfterMilliseconds,
    endsAt(call),
    told.length > 0 ? endsAt(call) : (warning?.at ?? endsAt(call)),
  );
  const at = Math.max(now + 1, next);
  const outboxCount = call.outboxCount + told.length;
  const warned = told.length > 0 ? true : call.warned;
  const result = await commit([
    putChangedCall(call, { outboxCount, warned, ...extendKeys(call, at) }),
    ...putConsequences(call, told, now),
  ]);
  if (result === 'lost') return 'lost';
  await holdForSlot({ at, owner: 'call', what: 'call.hold', id: call.sid, accountSid: call.accountSid }, now);
  return undefined;
}
