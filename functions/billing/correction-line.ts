import { usageId } from '../../lib/metering/usage-event.ts';
import { zero } from '../../lib/money/nano.ts';
import type { Day } from '../../lib/period/day.ts';
import { correctionsMeter, type LedgerLine } from '../../lib/rating/ledger-line.ts';

/** Where a correction stands, and the SID that makes it happen once. */
type Place = { readonly accountSid: string; readonly sid: string; readonly day: Day; readonly now: number };
type Said = Required<Pick<LedgerLine, 'corrects' | 'amount' | 'reason'>> & Pick<LedgerLine, 'creditNote' | 'credited'>;

/** The id of a correction's ledger line. */
export const correctionId = (sid: string): string => usageId(correctionsMeter, sid, 0);

/** A signed line that counts no use and moves no tier. */
export const correctionLine = ({ accountSid, sid, day, now }: Place, said: Said): LedgerLine => ({
  id: correctionId(sid),
  accountSid,
  microService: 'billing',
  meter: correctionsMeter,
  resourceSid: sid,
  startedAt: now,
  finalizedAt: now,
  day,
  quantity: 0n,
  billedUnits: 0n,
  per: 1,
  connect: zero,
  ...said,
});
