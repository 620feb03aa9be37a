import * as z from 'zod/mini';
import { amount, instant, named, sidOf } from '../../lib/http/schema.ts';
import { formatNano } from '../../lib/money/nano.ts';
import { dashedDay } from '../../lib/period/day.ts';
import type { LedgerLine } from '../../lib/rating/ledger-line.ts';

export const CorrectionAnswer = named(
  'Correction',
  z.object({
    Sid: sidOf('CR'),
    AccountSid: sidOf('AC'),
    Id: z.string().check(z.meta({ description: 'The id of its ledger line, which another correction may correct' })),
    Day: z.iso.date(),
    Corrects: z.string(),
    Amount: amount(),
    Reason: z.string(),
    DateCreated: instant(),
  }),
);

export const CorrectionList = z.object({ Corrections: z.array(CorrectionAnswer) });

/** A correction's ledger line as `/v1` answers it. */
export const correctionRepresentation = (line: LedgerLine): z.input<typeof CorrectionAnswer> => ({
  Sid: line.resourceSid,
  AccountSid: line.accountSid,
  Id: line.id,
  Day: dashedDay(line.day),
  Corrects: line.corrects ?? '',
  Amount: formatNano(line.amount),
  Reason: line.reason ?? '',
  DateCreated: new Date(line.finalizedAt).toISOString(),
});
