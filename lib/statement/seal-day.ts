import { formatNano, sum, zero } from '../money/nano.ts';
import type { Day } from '../period/day.ts';
import type { LedgerLine } from '../rating/ledger-line.ts';
import { canonicalJson, type Document, sha256 } from './canonical.ts';
import type { Seal } from './statement.ts';

/** The seal of a day over its ledger lines, whatever their order. `timeZoneData` is the database's version (`2026a`). */
export function sealDay(day: Day, lines: readonly LedgerLine[], timeZoneData: string): Seal {
  const inKeyOrder = [...lines].sort((left, right) => (left.id < right.id ? -1 : 1));
  return {
    day,
    lines: lines.length,
    unrated: lines.filter(({ unrated }) => unrated !== undefined).length,
    amount: sum(lines.map(({ amount }) => amount)),
    sha256: sha256(inKeyOrder.map((line) => `${canonicalJson(lineDocument(line))}\n`).join('')),
    timeZoneData,
  };
}

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
