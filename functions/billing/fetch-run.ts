import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { isRunSid, loadRun } from './billing-run.ts';
import { runRepresentation } from './run-representation.ts';

export const FetchRun = z.object({ RunSid: z.string() });

/** A run's progress. */
export async function fetchRun({
  parameters: { RunSid },
}: TenantRequest<z.infer<typeof FetchRun>>): Promise<Answer | Refusal> {
  const run = isRunSid(RunSid) ? await loadRun(RunSid) : undefined;
  return run === undefined ? refuse(20404, RunSid) : json(runRepresentation(run));
}
