import * as z from 'zod/mini';
import { iso8601 } from '../../lib/http/date.ts';
import { instant, named, sidOf } from '../../lib/http/schema.ts';
import { type BillingRun, statusOf } from './billing-run.ts';

export const BillingRunAnswer = named(
  'BillingRun',
  z.object({
    Sid: sidOf('BR'),
    Status: z.enum(['dispatching', 'running', 'completed']),
    StartedBy: z.string().check(z.meta({ description: 'The account whose credentials were given, or `schedule`' })),
    DateStarted: instant(),
    Accounts: z.nullable(z.int()),
    Chunks: z.nullable(z.int()),
    ChunksDone: z.int(),
    Problem: z.nullable(z.string()),
  }),
);

/** A billing run as `/v1` answers it. `Accounts` is null while they are still being found. */
export const runRepresentation = (run: BillingRun): z.input<typeof BillingRunAnswer> => ({
  Sid: run.run,
  Status: statusOf(run),
  StartedBy: run.startedBy,
  DateStarted: iso8601(run.startedAt),
  Accounts: run.accounts ?? null,
  Chunks: run.chunks ?? null,
  ChunksDone: run.chunksDone,
  Problem: run.problem ?? null,
});
