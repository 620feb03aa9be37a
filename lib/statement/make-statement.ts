import { add, type Nano, sum, zero } from '../money/nano.ts';
import { billingDay, type Day, dayBounds } from '../period/day.ts';
import { daysOf, period } from '../period/period.ts';
import type { LedgerLine } from '../rating/ledger-line.ts';
import type { AccountSums } from './account-sums.ts';
import { adjustAccounts, type OnStatement } from './adjust-accounts.ts';
import { creditedByNotes } from './credited-by-notes.ts';
import { groupsOf } from './group-lines.ts';
import { paidInAdvance } from './paid-in-advance.ts';
import { termsOf } from './plan-terms.ts';
import { rounded } from './rounded.ts';
import type { AccountTerms, Statement, StatementAdjustment, StatementInput } from './statement.ts';
import { type StatementSums, sumsOf, sumUp } from './statement-sums.ts';

/**
 * The statement of an account for a period: a pure function, the same for every order of the lines (billing.md, rule 9).
 * Throws where its input contradicts itself: such a statement must not exist.
 */
export const makeStatement = (input: StatementInput): Statement => statementOf(input, sumUp(input));

/** The same, of lines that were summed up before. */
export function statementOf(input: StatementInput<AccountTerms>, sums: StatementSums): Statement {
  const { operator, account, previous, finalDay } = input;
  const whole = period(input.period, account.zone);
  const endsAt = finalDay === undefined ? whole.endsAt : dayBounds(finalDay, account.zone).endsAt;
  const accounts = accountsOn(input).map((terms) => ({ terms, own: sumsOf(sums, terms.sid) }));
  const adjustments = [
    ...adjustmentsOn(input, sums),
    ...accounts.flatMap(({ own }) => [...paidInAdvance(own), ...creditedByNotes(own)]),
  ];
  const names = daysOf(input.period).filter((day) => finalDay === undefined || day <= finalDay);
  for (const { terms, own } of accounts) assertSealed(terms, own, names);
  const total = sum([...accounts.map(({ own }) => listedIn(own)), ...adjustments.map(({ amount }) => amount)]);
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
    accounts: accounts.map(({ terms, own }) => subtotalOf(terms, own, adjustments)),
    plans: accounts.flatMap(({ terms }) => plansOf(terms)),
    terms: termsOf(
      accounts.flatMap(({ terms }) => terms.plansInForce.map(({ plan }) => plan)),
      input.units,
    ),
    groups: accounts.flatMap(({ own }) => groupsOf(own, input.units)),
    adjustments,
    corrections: accounts.flatMap(({ own }) => own.corrections),
    unrated: accounts.reduce((count, { own }) => count + own.unrated - own.ratedAgain, 0),
    days: names.map((day) => dayOf(day, accounts)),
    seals: accounts.flatMap(({ terms }) => terms.seals.map((seal) => ({ accountSid: terms.sid, ...seal }))),
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

/** The adjustments that a period's totals make, pooled ones last. */
export function adjustmentsOn(input: StatementInput<AccountTerms>, sums: StatementSums): StatementAdjustment[] {
  const { startsAt, endsAt } = period(input.period, input.account.zone);
  return adjustAccounts(accountsOn(input), sums.segments, endsAt - startsAt);
}

/** The account itself, then its sub-accounts by SID. */
function accountsOn({ account, subAccounts, plansInForce, seals }: StatementInput<AccountTerms>): OnStatement[] {
  const own = { sid: account.sid, name: account.name, plansInForce, seals };
  return [own, ...[...subAccounts].sort((left, right) => (left.sid < right.sid ? -1 : 1))];
}

/** Every ledger line on a statement, of sub-accounts too. */
export const linesOn = (input: StatementInput): LedgerLine[] =>
  [input, ...input.subAccounts].flatMap(({ lines }) => lines);

const listedIn = ({ days }: AccountSums): Nano => sum([...days.values()].map(({ amount }) => amount));

function subtotalOf(
  { sid, name }: OnStatement,
  own: AccountSums,
  adjustments: Statement['adjustments'],
): Statement['accounts'][number] {
  const adjusted = adjustments.filter(({ accountSid }) => accountSid === sid).map(({ amount }) => amount);
  return { sid, name, lines: own.uses - own.ratedAgain, amount: sum([listedIn(own), ...adjusted]) };
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

function dayOf(day: Day, accounts: readonly { readonly own: AccountSums }[]): Statement['days'][number] {
  const found = accounts.flatMap(({ own }) => own.days.get(day) ?? []);
  return {
    day,
    lines: found.reduce((count, { lines }) => count + lines, 0),
    amount: sum(found.map(({ amount }) => amount)),
  };
}

/** Seals and lines tell the same, or the statement would not be recomputable from what was sealed. */
function assertSealed({ sid, seals }: OnStatement, own: AccountSums, names: readonly Day[]): void {
  const others = [...own.days].filter(([day]) => !names.includes(day));
  const lost = others.reduce((count, [, { lines }]) => count + lines, 0);
  if (lost > 0) throw new Error(`${sid}: ${lost} lines of other days.`);
  for (const seal of seals) {
    const day = dayOf(seal.day, [{ own }]);
    if (day.lines === seal.lines && day.amount === seal.amount) continue;
    throw new Error(
      `${sid} ${seal.day}: sealed ${seal.lines} lines, ${seal.amount}; found ${day.lines}, ${day.amount}.`,
    );
  }
}
