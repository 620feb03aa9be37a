import { isRefusal, type Refusal, refuse } from '../../../lib/error/catalogue.ts';
import type { Repricing } from '../../../lib/statement/credit-note/credit-note.ts';
import { type Rerated, rerated } from '../../../lib/statement/credit-note/rerated.ts';
import { linesOn, makeStatement } from '../../../lib/statement/make-statement.ts';
import type { StatementInput } from '../../../lib/statement/statement.ts';
import type { Account } from '../../../lib/store/account.ts';
import { gatherWithLines } from '../gather-statement.ts';
import { rolledUpInto } from '../sub-accounts.ts';
import type { ClosedStatement } from './closed-statement.ts';
import { repriceUsage } from './reprice-usage.ts';

/** What a request rates again within its 29 s, and a credit note can name line by line. */
const linesMax = 50_000;

/**
 * What a closed period would have cost by other prices, less what its statement says: every account of the statement, list
 * prices and all that the period's totals decide. Refused where a use finds no price by them. Throws where the table no
 * longer makes the statement that was closed.
 */
export async function rerateStatement(
  account: Account,
  { item, made }: ClosedStatement,
  repricing: Repricing,
  now: number,
): Promise<Rerated | Refusal> {
  const count = made.accounts.reduce((lines, each) => lines + each.lines, 0);
  if (count > linesMax)
    return refuse(20001, `Period: ${count} ledger lines are more than ${linesMax}, which one request rates again`);
  const was = await gatherWithLines(account, item.period);
  const again = makeStatement({ ...was, taxes: made.taxes }).total;
  if (again !== made.total)
    throw new Error(`${item.number}: its lines now make ${again} nano-units, not ${made.total}.`);
  const at = { ...repricing, period: item.period, now };
  const own = await repriceUsage(account, was, at);
  const subAccounts: StatementInput['subAccounts'][number][] = [];
  for (const each of await rolledUpInto(account, item.period)) {
    const usage = was.subAccounts.find(({ sid }) => sid === each.sid);
    if (usage !== undefined) subAccounts.push({ ...usage, ...(await repriceUsage(each, usage, at)) });
  }
  const repriced = { ...was, ...own, subAccounts };
  const fault = unpriced(was, repriced);
  return isRefusal(fault) ? fault : rerated(was, repriced);
}

/** A use that had a price and finds none now must not become free. */
function unpriced(was: StatementInput, now: StatementInput): Refusal | undefined {
  const without = (input: StatementInput) => linesOn(input).filter(({ unrated }) => unrated !== undefined);
  const before = new Set(without(was).map(({ accountSid, id }) => `${accountSid} ${id}`));
  const [first, ...others] = without(now).filter(({ accountSid, id }) => !before.has(`${accountSid} ${id}`));
  if (first === undefined) return undefined;
  return refuse(20001, `PricesAsOf: ${others.length + 1} lines find no price then; ${first.id}: ${first.unrated}`);
}
