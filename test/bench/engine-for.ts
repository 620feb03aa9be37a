import type { TableEngine } from '../../lib/local/engine.ts';

const manyAccounts = 1_000;

/**
 * The table engine for so many accounts: the one that was chosen by name; else, for many, the one whose writes do not take longer the
 * more items it holds, where it is among the engines `here`. Undefined: whichever is started by default.
 */
export function engineFor(
  accounts: number,
  chosen: string | undefined,
  here: readonly TableEngine['name'][],
): string | undefined {
  if (chosen !== undefined || accounts < manyAccounts) return chosen;
  return here.find((name) => name === 'dynamodb-local');
}
