import { ledgerLinesAfter } from '../../../lib/metering/ledger-line.ts';
import { usageDocument } from '../../../lib/metering/usage-document.ts';
import { usageEventsAfter } from '../../../lib/metering/usage-event.ts';
import type { Day } from '../../../lib/period/day.ts';
import type { Document } from '../../../lib/statement/canonical.ts';
import { lineDocument } from '../../../lib/statement/seal-day.ts';
import type { Account } from '../../../lib/store/account.ts';
import { meters } from '../../registry.ts';

/** A usage event or a ledger line on its way out. Its cells are its document's, with unit and currency for people. */
export type Exported = {
  readonly day: Day;
  readonly id: string;
  readonly document: { readonly [name: string]: Document };
  /** Numbers that may be negative stay bigint, so that a minus is a number's and not a formula's; money is nano-units. */
  readonly cells: { readonly [column: string]: Document | bigint };
};

/** What an account has of a local day behind an id, in the order of ids. */
export type ExportSource = (account: Account, day: Day, after: string | undefined) => AsyncGenerator<Exported>;

const units = new Map(meters.map(({ name, unit }): [string, string] => [name, unit]));

async function* usage({ sid }: Account, day: Day, after: string | undefined): AsyncGenerator<Exported> {
  for await (const event of usageEventsAfter(sid, day, after)) {
    const document = usageDocument(event);
    yield { day, id: event.id, document, cells: { ...document, unit: units.get(event.meter) ?? '' } };
  }
}

async function* ledger({ sid, currency }: Account, day: Day, after: string | undefined): AsyncGenerator<Exported> {
  for await (const line of ledgerLinesAfter(sid, day, after)) {
    const document = lineDocument(line);
    const { quantity, billedUnits, connect, amount } = line;
    const cells = { ...document, quantity, billedUnits, connect, amount, unit: units.get(line.meter) ?? '', currency };
    yield { day, id: line.id, document, cells };
  }
}

/** What can be exported, by its name in the path. */
export const exportSources = { usage, ledger } satisfies Readonly<Record<string, ExportSource>>;
