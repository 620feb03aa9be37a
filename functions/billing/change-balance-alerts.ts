import * as z from 'zod/mini';
import { type Alerts, crossingsOf, loadAlerts, nanosOf, putChangedAlerts } from '../../lib/balance/alerts.ts';
import { balanceOf } from '../../lib/balance/balance.ts';
import { availableIn, currentPurse } from '../../lib/balance/tell-low-balance.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { isProgramUrl } from '../../lib/http/parameter.ts';
import { amount, named, sidOf } from '../../lib/http/schema.ts';
import type { Account } from '../../lib/store/account.ts';
import { commit } from '../../lib/store/commit.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { moneyOf } from './balance-representation.ts';
import { money } from './parameter.ts';

const thresholdsMax = 10;

export const ChangeBalanceAlerts = z.object({
  /** Balances below which the account is told, once a crossing; an empty list: none. */
  Thresholds: z.optional(z.array(money()).check(z.maxLength(thresholdsMax))),
  /** Empty: Notifications only. */
  Uri: z.optional(z.string().check(z.refine((uri) => uri === '' || isProgramUrl(uri), 'must be an http or https URL'))),
  Method: z.optional(z.enum(['GET', 'POST'])),
});

export const FetchBalanceAlerts = z.object({});

export const BalanceAlertsAnswer = named(
  'BalanceAlerts',
  z.object({
    AccountSid: sidOf('AC'),
    Thresholds: z.array(amount()),
    Below: z
      .array(amount())
      .check(z.meta({ description: 'Of the thresholds, those that the balance is below: armed again by a top-up' })),
    Uri: z.string(),
    Method: z.enum(['GET', 'POST']),
  }),
);

const alertsRepresentation = (account: Account, alerts: Alerts): z.input<typeof BalanceAlertsAnswer> => ({
  AccountSid: account.sid,
  Thresholds: nanosOf(alerts.thresholds).map((threshold) => moneyOf(account, threshold)),
  Below: nanosOf(alerts.below).map((threshold) => moneyOf(account, threshold)),
  Uri: alerts.url,
  Method: alerts.method,
});

/** Of what balances an account is told. */
export const fetchBalanceAlerts = async ({ account }: TenantRequest<unknown>): Promise<Answer> =>
  json(alertsRepresentation(account, await loadAlerts(account.sid)));

/**
 * Sets of what balances an account is told, and where. What the balance is below already is told when it is crossed
 * again.
 */
export async function changeBalanceAlerts({
  account,
  parameters: { Thresholds, Uri, Method },
  now,
}: TenantRequest<z.infer<typeof ChangeBalanceAlerts>>): Promise<Answer> {
  return untilCommitted(account.sid, async () => {
    const alerts = await loadAlerts(account.sid);
    const given = [...new Set(Thresholds ?? nanosOf(alerts.thresholds))];
    const thresholds = given.sort((one, other) => (one < other ? 1 : -1));
    const below = await belowNow(account, thresholds, now);
    const changes = { thresholds, ...below, url: Uri ?? alerts.url, method: Method ?? alerts.method };
    if ((await commit([putChangedAlerts(alerts, changes)])) === 'lost') return 'lost';
    return json(alertsRepresentation(account, { ...alerts, ...changes }));
  });
}

/** Which thresholds the balance is below now, and of which purse that is. */
async function belowNow(
  account: Account,
  thresholds: Alerts['thresholds'],
  now: number,
): Promise<Pick<Alerts, 'below' | 'purse'>> {
  const purse = await currentPurse(account, now);
  if (purse === undefined) return { below: [], purse: '' };
  const balance = availableIn(purse, await balanceOf(purse));
  return { below: crossingsOf({ thresholds, below: [], purse: '' }, purse.purse, balance).below, purse: purse.purse };
}
