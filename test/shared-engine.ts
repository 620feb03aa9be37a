import { shareEngine } from '../lib/local/shared-engine.ts';
import { type RunningEngine, startEngine } from '../lib/local/table-engine.ts';

const slowToStart = 'dynamodb-local';
let shared: RunningEngine | undefined;

/**
 * DynamoDB Local takes seconds to start and minutes of work to be quick: all suites of a run share one, with a table each.
 * The other engine starts in no time, one a suite. Jest's `globalSetup`.
 */
export default async function startSharedEngine(): Promise<void> {
  if (process.env['TABLE_ENGINE'] !== slowToStart) return;
  shared = await startEngine({ engine: slowToStart });
  shareEngine(shared);
}

/** Ends it, if there is one; jest asks for it in a file of its own. */
export async function closeSharedEngine(): Promise<void> {
  await shared?.close();
}
