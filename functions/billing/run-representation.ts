import { iso8601 } from '../../lib/http/date.ts';
import { type BillingRun, statusOf } from './billing-run.ts';

/** A billing run as `/v1` answers it. `Accounts` is null while they are still being found. */
export const runRepresentation = (run: BillingRun) => ({
  Sid: run.run,
  Status: statusOf(run),
  StartedBy: run.startedBy,
  DateStarted: iso8601(run.startedAt),
  Accounts: run.accounts ?? null,
  Chunks: run.chunks ?? null,
  ChunksDone: run.chunksDone,
  Problem: run.problem ?? null,
});
