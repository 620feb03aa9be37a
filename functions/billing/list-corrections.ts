import * as z from 'zod/mini';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { correctionsOfDay } from '../../lib/metering/correction-lines.ts';
import { daysOf, periodAt } from '../../lib/period/period.ts';
import { correctionRepresentation } from './correction-representation.ts';
import { period } from './parameter.ts';

export const ListCorrections = z.object({
  /** The account's current period when absent. */
  Period: z.optional(period()),
});

/** The corrections that stand on an account's statement of a period, in the order of days. */
export async function listCorrections({
  account,
  parameters: { Period },
  now,
}: TenantRequest<z.infer<typeof ListCorrections>>): Promise<Answer> {
  const days = daysOf(Period ?? periodAt(now, account.zone));
  const lines = (await Promise.all(days.map((day) => correctionsOfDay(account.sid, day)))).flat();
  lines.sort((left, right) => left.finalizedAt - right.finalizedAt);
  return json({ Corrections: lines.map(correctionRepresentation) });
}
