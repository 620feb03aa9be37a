import { add, sum, zero } from '../money/nano.ts';
import { billingDay, type Day, dayBounds } from '../period/day.ts';
import { daysOf, period } from '../period/period.ts';
import { correctionsMeter, inBillingOrder, isRerated, type LedgerLine } from '../rating/ledger-line.ts';
import { adjustAccounts, type OnStatement } from './adjust-accounts.ts';
import { creditedByNotes } from './credited-by-notes.ts';
import { correctionsIn, groupLines } from './group-lines.ts';
import { paidInAdvance } from './paid-in-advance.ts';
import { termsOf } from './plan-terms.ts';
import { rounded } from './rounded.ts';
import type { Statement, StatementInput } from './statement.ts';

/**
 * The statement of an account for a period: a pure function, the same for every order of the lines (billing.md, rule 9).
 * Throws where its input contradicts itself: such a statement must not exist.
 */
export function makeStatement(input: StatementInput): Statement {
  const { operator, account, previous, finalDay } = input;
  const whole = period(input.period, account.zone);
  const endsAt = finalDay === undefined ? whole.endsAt : dayBounds(finalDay, account.zone).endsAt;
  const accounts = accountsOn(input);
  const lines = accounts.flatMap((each) => each.lines);
  const adjustments = [
    ...adjustAccounts(accounts, whole.endsAt - whole.startsAt),
    ...accounts.flatMap((each) => [...paidInAdvance(each), ...creditedByNotes(each)]),
  ];
  const names = daysOf(input.period).filter((day) => finalDay === undefined || day <= finalDay);
  for (const each of accounts) assertSealed(each, names);
  const total = sum([...lines, ...adjustments].map(({ amount }) => amount));
  const carriedIn = previous?.carriedOut ?? zero;
  const { net, carriedOut, taxes, payable } = rounded(add(total, carriedIn), input.taxes, account.currency);
  const { zone, currency, sid, ...party } = account;
  return {
    number: `${sid}-${input.period}-${input.sequence}`,
    issuedOn: billingDay(endsAt, zone),
    final: finalDay !== undefined,
    operator,
    account: { sid, ...party },
    currency,
    period: { name: input.period, zone, startsAt: whole.startsAt, endsAt },
    accounts: accounts.map((each) => subtotalOf(each, adjustments)),
    plans: accounts.flatMap(plansOf),
    terms: termsOf(
      accounts.flatMap(({ plansInForce }) => plansInForce.map(({ plan }) => plan)),
      input.units,
    ),
    groups: accounts.flatMap((each) => groupLines(each.lines, input.units)),
    adjustments,
    corrections: accounts.flatMap((each) => correctionsIn(each.lines)),
    unrated: lines.filter((line) => line.unrated !== undefined).length - ratedAgain(lines),
    days: daysIn(names, lines),
    seals: accounts.flatMap((each) => each.seals.map((seal) => ({ accountSid: each.sid, ...seal }))),
    total,
    carriedIn,
    net,
    carriedOut,
    taxes,
    payable,
    previousNumber: previous?.number,
    prevSha256: previous?.sha256,
  };
}

/** The account itself, then its sub-accounts by SID; each with its lines in billing order. */
export function accountsOn({ account, subAccounts, plansInForce, seals, lines, paid }: StatementInput): OnStatement[] {
  const own = { sid: account.sid, name: account.name, plansInForce, seals, lines, paid };
  const others = [...subAccounts].sort((left, right) => (left.sid < right.sid ? -1 : 1));
  return [own, ...others].map((each) => ({ ...each, lines: [...each.lines].sort(inBillingOrder) }));
}

function subtotalOf(
  { sid, name, lines }: OnStatement,
  adjustments: Statement['adjustments'],
): Statement['accounts'][number] {
  const own = adjustments.filter(({ accountSid }) => accountSid === sid);
  const used = lines.filter(({ meter }) => meter !== correctionsMeter).length;
  return { sid, name, lines: used - ratedAgain(lines), amount: sum([...lines, ...own].map(({ amount }) => amount)) };
}

/** How many uses stand twice among lines: first without a price, then rated again. */
function ratedAgain(lines: readonly LedgerLine[]): number {
  const unrated = new Set(lines.filter((line) => line.unrated !== undefined).map(({ id }) => id));
  return lines.filter((line) => isRerated(line) && unrated.has(line.corrects ?? '')).length;
}

const plansOf = ({ sid, plansInForce }: OnStatement): Statement['plans'] =>
  plansInForce.map(({ plan: { name, version, tier, overrides = [] }, microService, startsAt, endsAt }) => ({
    accountSid: sid,
    microService,
    plan: name,
    version,
    ...(tier !== undefined && { tier: tier.name }),
    startsAt,
    endsAt,
    ...(overrides.length > 0 && { overrides }),
  }));

function daysIn(names: readonly Day[], lines: readonly LedgerLine[]): Statement['days'] {
  const byDay = Map.groupBy(lines, ({ day }) => day);
  return names.map((day) => {
    const own = byDay.get(day) ?? [];
    return { day, lines: own.length, amount: sum(own.map(({ amount }) => amount)) };
  });
}

/** Seals and lines tell the same, or the statement would not be recomputable from what was sealed. */
function assertSealed({ sid, seals, lines }: OnStatement, names: readonly Day[]): void {
  const days = daysIn(names, lines);
  const counted = days.reduce((total, day) => total + day.lines, 0);
  if (counted !== lines.length) throw new Error(`${sid}: ${lines.length - counted} lines of other days.`);
  for (const seal of seals) {
    const day = days.find((each) => each.day === seal.day);
    if (day?.lines === seal.lines && day.amount === seal.amount) continue;
    throw new Error(
      `${sid} ${seal.day}: sealed ${seal.lines} lines, ${seal.amount}; found ${day?.lines}, ${day?.amount}.`,
    );
  }
}

/** Every ledger line on a statement, of sub-accounts too. */
export const linesOn = (input: StatementInput): LedgerLine[] =>
  [input, ...input.subAccounts].flatMap(({ lines }) => lines);
