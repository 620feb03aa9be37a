import { now } from '../../lib/clock/clock.ts';
import { log } from '../../lib/http/log.ts';
import { newSid } from '../../lib/store/sid.ts';
import { dispatchRun } from './dispatch-run.ts';

/** Each hour: accounts with a day to seal, and with a period that has ended in their zone, go to the billing queue. */
export async function handler(): Promise<void> {
  const run = newSid('BR');
  await dispatchRun(run, 'schedule', now());
  log.info('Billing run dispatched', { run });
}
