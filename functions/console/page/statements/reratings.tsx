import * as z from 'zod/mini';
import { ask, inPlatformAccount } from '../api.ts';
import { amount, instant } from '../figures.ts';
import { useLive } from '../live.ts';
import { Shown } from '../shown.tsx';
import { Table } from '../table.tsx';

const ReratingList = z.object({
  Reratings: z.array(
    z.object({
      Sid: z.string(),
      Outcome: z.enum(['credit-note', 'debit-line']),
      Difference: z.string(),
      Lines: z.number(),
      PricesAsOf: z.string(),
      StandsIn: z.string(),
      DateCreated: z.string(),
    }),
  ),
});

const outcomes = { 'credit-note': 'given back by a credit note', 'debit-line': 'on the next statement' } as const;

/** What rating a closed period again has changed. */
export function Reratings({ period, currency }: { readonly period: string; readonly currency: string }) {
  const list = useLive((signal) => ask(ReratingList, inPlatformAccount(`/Reratings?Period=${period}`), { signal }));
  return (
    <Shown live={list}>
      {({ Reratings: reratings }) => (
        <Table
          rows={reratings}
          caption={`What rating ${period} again has changed`}
          keyOf={({ Sid }) => Sid}
          empty="It was never rated again at other prices."
          columns={[
            { head: 'Date', cell: ({ DateCreated }) => instant(DateCreated) },
            { head: 'At the prices of', cell: ({ PricesAsOf }) => instant(PricesAsOf) },
            { head: 'Uses', figures: true, cell: ({ Lines }) => String(Lines) },
            { head: 'Difference', figures: true, cell: ({ Difference }) => amount(Difference, currency) },
            { head: 'Outcome', cell: ({ Outcome }) => outcomes[Outcome] },
          ]}
        />
      )}
    </Shown>
  );
}
