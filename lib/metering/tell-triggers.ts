import { commit } from '../store/commit.ts';
import { untilCommitted } from '../store/until-committed.ts';
import { parentOf } from './sub-account.ts';
import { askForCheck, loadTriggerWatch, mustAsk, triggerWatchesOf } from './trigger-watch.ts';

/**
 * After usage of accounts was rated: has their Usage Triggers looked at, and those of their parents, whose usage it is too.
 * One read of the table for all of them together; more only where there are triggers and no check is on its way. It
 * comes after the ledger's commit, and a check begins with a mark and reads then: so of any use that is rated, the mark was
 * not yet set when it was looked for, or a new check is asked for (docs/decisions/024). Throws when the table fails; the
 * usage is then delivered again.
 */
export async function tellTriggers(accountSids: readonly string[], now: number): Promise<void> {
  const families = await Promise.all(accountSids.map(async (sid) => [sid, await parentOf(sid)]));
  const watchers = new Set(families.flat().filter((sid) => sid !== undefined));
  const watches = await triggerWatchesOf([...watchers]);
  for (const { accountSid } of watches.filter(mustAsk)) {
    await untilCommitted(accountSid, async () => {
      const watch = await loadTriggerWatch(accountSid);
      return mustAsk(watch) ? commit(askForCheck(watch, {}, now)) : 'asked';
    });
  }
}
