import { log } from '../http/log.ts';
import { add, type Nano, subtract } from '../money/nano.ts';
import { crossingsOf, loadAlerts } from './alerts.ts';
import { type Balance, balancesOf, nameOf, type Purse } from './balance.ts';
import type { Payments } from './settle.ts';
import { availableIn, tellLowBalance } from './tell-low-balance.ts';

/** What the alarms of usage's and billing's functions.yml count: their filters read this very message. */
export const shortfallMessage = 'More was used than there was money for';

/**
 * After lines were written, or found written: says so of every purse of theirs that holds less than it may, its balance is
 * the record; and tells accounts whose balance is low now.
 */
export async function watchBalances(payments: Payments, now: number): Promise<void> {
  const paying = [...payments.values()].flatMap(({ purse }) => (purse === undefined ? [] : [purse]));
  const purses = [...new Map(paying.map((purse) => [nameOf(purse), purse])).values()];
  const balances = await balancesOf(purses);
  for (const [index, purse] of purses.entries()) {
    const balance = balances[index];
    if (balance !== undefined) await watch(purse, balance, now);
  }
}

async function watch(purse: Purse, balance: Balance, now: number): Promise<void> {
  const { accountSid, purse: name, floor } = purse;
  const missing: Nano = subtract(floor, add(balance.left, balance.held));
  if (missing > 0n) log.error(shortfallMessage, { accountSid, purse: name, nanoUnits: String(missing) });
  const alerts = await loadAlerts(accountSid);
  if (crossingsOf(alerts, name, availableIn(purse, balance)).isNews) await tellLowBalance(accountSid, now);
}
