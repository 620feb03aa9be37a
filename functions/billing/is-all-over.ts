import { linesOfDay } from '../../lib/metering/ledger-line.ts';
import { usageEventsOfDay } from '../../lib/metering/usage-event.ts';
import { billingDay, type Day, nextDay } from '../../lib/period/day.ts';
import type { Period } from '../../lib/period/period.ts';
import type { Account } from '../../lib/store/account.ts';
import { listPage } from '../../lib/store/list.ts';
import { registry } from '../registry.ts';
import { isClosing } from './closing.ts';
import { rolledUpInto } from './sub-accounts.ts';

/** Longer than a call, a conference, or a message that waits for its time may live. */
const livesAtMostMilliseconds = 40 * 24 * 3_600_000;
/** Longer than a function goes on after it read that the account was active. */
const settledAfterMilliseconds = 60 * 60_000;

/**
 * Whether nothing can be billed to a closed account after `day`: none of its resources waits for its end, nothing was used
 * since, and none of the sub-accounts on its statement is still closing.
 */
export async function isAllOver(account: Account, day: Day, period: Period, now: number): Promise<boolean> {
  if (now < account.updatedAt + settledAfterMilliseconds) return false;
  const subAccounts = await rolledUpInto(account, period);
  if (subAccounts.some((each) => each.status !== 'closed' || isClosing(each))) return false;
  for (const { resource } of registry) if (await anyLive(account.sid, resource, now)) return false;
  for (let later = nextDay(day); later <= billingDay(now, account.zone); later = nextDay(later)) {
    const [events, lines] = await Promise.all([usageEventsOfDay(account.sid, later), linesOfDay(account.sid, later)]);
    if (events.length + lines.length > 0) return false;
  }
  return true;
}

/** What has not ended waits in `due` for the time at which it ought to have. */
async function anyLive(accountSid: string, resource: string, now: number): Promise<boolean> {
  const listing = {
    index: 'list',
    partition: `${accountSid}#${resource}`,
    from: now - livesAtMostMilliseconds,
  } as const;
  let after: string | undefined;
  do {
    const page = await listPage({ ...listing, after }, 1, (stored) => stored['duePK'] !== undefined);
    if (page.items.length > 0) return true;
    after = page.next;
  } while (after !== undefined);
  return false;
}
