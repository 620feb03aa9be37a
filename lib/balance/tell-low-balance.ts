import { knownAccount } from '../access/account-access.ts';
import { type Currency, formatAmount, isCurrency } from '../money/currency.ts';
import { add, type Nano, subtract } from '../money/nano.ts';
import { billingDay } from '../period/day.ts';
import { callback } from '../program/callback.ts';
import type { Account } from '../store/account.ts';
import { commit } from '../store/commit.ts';
import { type Notice, putNotices } from '../store/notification.ts';
import { type Consequence, putConsequences } from '../store/outbox.ts';
import { untilCommitted } from '../store/until-committed.ts';
import { type Alerts, crossingsOf, loadAlerts, putChangedAlerts } from './alerts.ts';
import { type Balance, balanceOf, type Purse } from './balance.ts';
import { purseBy } from './purse.ts';
import { loadTerms } from './terms.ts';

/** What is below a threshold is told with the number of an account that lacks funds. */
const lacksFunds = 20005;

/** What may still be used of a purse, what is held included: the balance that accounts see. */
export const availableIn = ({ floor }: Purse, { left, held }: Balance): Nano => subtract(add(left, held), floor);

/**
 * Looks at an account's balance and tells of each threshold that it has fallen below since it was looked at last: one callback and one
 * Notification a threshold, once however many look at once, since they are one transaction with the note that it was
 * told. What the balance is above again is armed again. The alerts are read first, then the balance: a note that stands
 * was made of an older one.
 */
export async function tellLowBalance(accountSid: string, now: number): Promise<void> {
  const account = await knownAccount(accountSid);
  if (account === undefined) throw new Error(`${accountSid} has a balance and is no account`);
  await untilCommitted(accountSid, async () => {
    const alerts = await loadAlerts(accountSid);
    const purse = await currentPurse(account, now);
    if (purse === undefined || alerts.thresholds.length === 0) return 'committed';
    const balance = availableIn(purse, await balanceOf(purse));
    const { below, crossed, isNews } = crossingsOf(alerts, purse.purse, balance);
    if (!isNews) return 'committed';
    const told =
      alerts.url === '' ? [] : crossed.map((threshold) => callbackOf(account, alerts, threshold, balance, now));
    const changes = { below, purse: purse.purse, outboxCount: alerts.outboxCount + told.length };
    return commit([
      putChangedAlerts(alerts, changes),
      ...putConsequences({ ...alerts, sid: accountSid }, told, now),
      ...putNotices(crossed.map((threshold) => noticeOf(account, threshold, balance, now))),
    ]);
  });
}

/** The purse that an account's own terms name now; undefined where a statement asks, or its parent pays. */
export async function currentPurse(account: Account, now: number): Promise<Purse | undefined> {
  const terms = await loadTerms(account.sid);
  return purseBy(terms, { finalizedAt: now, day: billingDay(now, account.zone) });
}

const money = ({ currency }: Account, amount: Nano): string => {
  const known: Currency = isCurrency(currency) ? currency : 'USD';
  return formatAmount(amount, known);
};

/** What an account's URL is told; the token names this very crossing, whoever repeats it. */
const callbackOf = (account: Account, alerts: Alerts, threshold: Nano, balance: Nano, now: number): Consequence =>
  callback({
    url: alerts.url,
    method: alerts.method,
    parameters: {
      AccountSid: account.sid,
      Balance: money(account, balance),
      Currency: account.currency,
      Threshold: money(account, threshold),
      Timestamp: new Date(now).toISOString(),
      IdempotencyToken: `${account.sid}-BALANCE-${alerts.revision}-${threshold}`,
    },
  });

const noticeOf = (account: Account, threshold: Nano, balance: Nano, at: number): Notice => ({
  accountSid: account.sid,
  resourceSid: account.sid,
  severity: 'warning',
  errorCode: lacksFunds,
  message: `The balance is ${money(account, balance)} ${account.currency}, below ${money(account, threshold)}`,
  at,
});
