import { createHash, type Hash } from 'node:crypto';
import { formatNano, type Nano, nano, zero } from '../money/nano.ts';
import type { Day } from '../period/day.ts';
import type { LedgerLine } from '../rating/ledger-line.ts';
import { canonicalJson, type Document } from './canonical.ts';
import type { Seal } from './statement.ts';

/** The seal of a day over its ledger lines, whatever their order. `timeZoneData` is the database's version (`2026a`). */
export function sealDay(day: Day, lines: readonly LedgerLine[], timeZoneData: string): Seal {
  const sealing = beginSeal(day);
  for (const line of [...lines].sort((left, right) => (left.id < right.id ? -1 : 1))) addToSeal(sealing, line);
  return endSeal(sealing, timeZoneData);
}

/** A seal over lines of which not all have been seen yet. */
export interface Sealing {
  readonly day: Day;
  readonly hash: Hash;
  lines: number;
  unrated: number;
  amount: Nano;
}

export const beginSeal = (day: Day): Sealing => ({
  ...{ day, hash: createHash('sha256'), lines: 0, unrated: 0, amount: zero },
});

/** Adds the day's next line, in the order of ids. */
export function addToSeal(sealing: Sealing, line: LedgerLine): void {
  sealing.hash.update(`${canonicalJson(lineDocument(line))}\n`);
  sealing.lines += 1;
  sealing.unrated += line.unrated === undefined ? 0 : 1;
  sealing.amount = nano(sealing.amount + line.amount);
}

export const endSeal = ({ day, hash, lines, unrated, amount }: Sealing, timeZoneData: string): Seal => ({
  ...{ day, lines, unrated, amount, sha256: hash.digest('hex'), timeZoneData },
});

/** A ledger line as JSON: every attribute that it has, amounts in the currency's unit, times in epoch milliseconds. */
export function lineDocument(line: LedgerLine): { readonly [name: string]: Document } {
  return {
    id: line.id,
    account: line.accountSid,
    microService: line.microService,
    meter: line.meter,
    resource: line.resourceSid,
    startedAt: line.startedAt,
    finalizedAt: line.finalizedAt,
    day: line.day,
    quantity: String(line.quantity),
    billedUnits: String(line.billedUnits),
    destination: line.destination ?? null,
    prefix: line.prefix ?? null,
    plan: line.plan ?? null,
    version: line.version ?? null,
    unitPrice: line.unitPrice ?? null,
    per: line.per,
    connect: formatNano(line.connect),
    amount: formatNano(line.amount),
    unrated: line.unrated ?? null,
    lateFor: line.lateFor ?? null,
    // Only where there is one, so that the lines of days sealed before there were corrections keep their hash.
    ...(line.corrects === undefined ? {} : { corrects: line.corrects, reason: line.reason ?? null }),
    // Only where they are: what was sealed before decks had them keeps its hash.
    ...(line.originPrefix !== undefined && { origin: line.origin ?? null, originPrefix: line.originPrefix }),
    ...(line.deck !== undefined && { deck: line.deck }),
    ...(line.tier !== undefined && { tier: line.tier }),
    ...(line.profile !== undefined && { profile: line.profile }),
    ...(line.creditNote !== undefined && {
      creditNote: line.creditNote,
      credited: formatNano(line.credited ?? zero),
    }),
  };
}
