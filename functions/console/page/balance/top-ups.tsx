import { useRef } from 'preact/hooks';
import * as z from 'zod/mini';
import { ask, inPlatformAccount } from '../api.ts';
import { amount, instant } from '../figures.ts';
import { Form, filled } from '../form.tsx';
import { useList } from '../live.ts';
import { acting } from '../session.ts';
import { ListTable } from '../table.tsx';

const TopUp = z.object({
  Sid: z.string(),
  Amount: z.string(),
  Currency: z.string(),
  Note: z.string(),
  CreatedAt: z.string(),
});

type Props = { readonly mayAdd: boolean; readonly added: () => void };

/** What was paid in advance; the operator adds to it. */
export function TopUps({ mayAdd, added }: Props) {
  const list = useList({
    ...{ path: inPlatformAccount('/Balance/TopUps'), name: 'TopUps', row: TopUp, nextName: 'NextPageUri' },
    keyOf: ({ Sid }) => Sid,
  });
  const done = () => {
    list.refresh();
    added();
  };
  return (
    <>
      {mayAdd && <AddTopUp done={done} />}
      <ListTable
        list={list}
        caption="Top-ups, latest first"
        keyOf={({ Sid }) => Sid}
        empty="Nothing has been paid in advance."
        columns={[
          { head: 'Date', cell: ({ CreatedAt }) => instant(CreatedAt) },
          { head: 'Amount', figures: true, cell: (topUp) => amount(topUp.Amount, topUp.Currency) },
          { head: 'Note', cell: ({ Note }) => <span class="text">{Note}</span> },
          { head: 'SID', cell: ({ Sid }) => <code>{Sid}</code> },
        ]}
      />
    </>
  );
}

function AddTopUp({ done }: { readonly done: () => void }) {
  const attempt = useRef({ sent: '', key: '' });
  const submit = async (fields: Readonly<Record<string, string>>) => {
    const json = filled(fields);
    const sent = JSON.stringify(json);
    // The same sent again, since no answer came, must not be paid in twice.
    if (attempt.current.sent !== sent) attempt.current = { sent, key: crypto.randomUUID() };
    const asking = { method: 'POST', json, idempotencyKey: attempt.current.key } as const;
    const { Amount, Currency } = await ask(TopUp, inPlatformAccount('/Balance/TopUps'), asking);
    attempt.current = { sent: '', key: '' };
    done();
    return `${amount(Amount, Currency)} added.`;
  };
  return (
    <details>
      <summary>Add a top-up</summary>
      <Form action="Add" submit={submit} clears>
        <div class="grid">
          <label>
            Amount in {acting.value?.Currency}
            <input name="Amount" required inputmode="decimal" autocomplete="off" placeholder="20.00" />
          </label>
          <label>
            Note
            <input name="Note" maxLength={200} autocomplete="off" placeholder="Payment 4711" />
          </label>
        </div>
        <p>
          <small>A negative amount takes back what is there.</small>
        </p>
      </Form>
    </details>
  );
}
