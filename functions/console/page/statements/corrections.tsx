import * as z from 'zod/mini';
import { ask, inPlatformAccount } from '../api.ts';
import { amount } from '../figures.ts';
import { useLive } from '../live.ts';
import { Shown } from '../shown.tsx';
import { Table } from '../table.tsx';

const CorrectionList = z.object({
  Corrections: z.array(
    z.object({ Id: z.string(), Day: z.string(), Corrects: z.string(), Amount: z.string(), Reason: z.string() }),
  ),
});

/** Signed lines that correct earlier charges, of the statement of a period. */
export function Corrections({ period, currency }: { readonly period: string; readonly currency: string }) {
  const list = useLive((signal) => ask(CorrectionList, inPlatformAccount(`/Corrections?Period=${period}`), { signal }));
  return (
    <Shown live={list}>
      {({ Corrections: corrections }) => (
        <Table
          rows={corrections}
          caption={`Corrections on the statement of ${period}`}
          keyOf={({ Id }) => Id}
          empty="None: it corrects nothing of earlier months."
          columns={[
            { head: 'Day', cell: ({ Day }) => Day },
            { head: 'Corrects', cell: ({ Corrects }) => Corrects },
            { head: 'Reason', cell: ({ Reason }) => <span class="text">{Reason}</span> },
            { head: 'Amount', figures: true, cell: ({ Amount }) => amount(Amount, currency) },
          ]}
        />
      )}
    </Shown>
  );
}
