import { useState } from 'preact/hooks';
import { inPlatformAccount } from '../api.ts';
import { amount } from '../figures.ts';
import { Heading } from '../heading.tsx';
import { useList } from '../live.ts';
import type { PageProps } from '../page-props.ts';
import { Statement } from '../resources.ts';
import { linkTo } from '../route.ts';
import { acting } from '../session.ts';
import { ListTable } from '../table.tsx';
import { CreditNotes } from './credit-notes.tsx';
import { Documents, type Show } from './documents.tsx';
import { fetchedUrl } from './fetched-document.ts';
import { Sheet, type ShownSheet } from './sheet.tsx';
import { StatementDetails } from './statement-details.tsx';

/** What an account owed for each closed period, and would owe for the open one; or the statement of one period. */
export function Statements({ title, sid: period }: PageProps) {
  if (acting.value?.Role === 'operator')
    return (
      <>
        <Heading title={title} />
        <p class="empty">The operator sends statements and gets none. Act as a tenant, above, to see that tenant’s.</p>
      </>
    );
  return period === undefined ? <OwnStatements title={title} /> : <StatementDetails period={period} />;
}

function OwnStatements({ title }: { readonly title: string }) {
  const [sheet, setSheet] = useState<ShownSheet | undefined>(undefined);
  const list = useList({
    ...{ path: inPlatformAccount('/Statements'), name: 'Statements', row: Statement, nextName: 'NextPageUri' },
    keyOf: ({ Period }) => Period,
  });
  const show: Show = async (name, path) => setSheet({ name, url: await fetchedUrl(path) });
  const preview = inPlatformAccount('/Statements/Preview');
  return (
    <>
      <Heading title={title} />
      <ListTable
        list={list}
        caption="Statements, latest first"
        keyOf={({ Period }) => Period}
        empty="No period is closed yet. The preview below shows the open one; on one machine npm run billing closes one."
        columns={[
          {
            head: 'Period',
            cell: ({ Period }) => (
              <a class="whole" href={linkTo('statements', Period)}>
                {Period}
              </a>
            ),
          },
          { head: 'Number', cell: (statement) => statement.Number },
          { head: 'Payable', figures: true, cell: ({ Payable, Currency }) => amount(Payable, Currency) },
          {
            head: 'Document',
            cell: ({ Period, Uris }) => (
              <Documents name={`Statement ${Period}`} uris={Object.entries(Uris)} show={show} />
            ),
          },
        ]}
      />
      <h2>Credit notes</h2>
      <CreditNotes show={show} />
      <h2>Preview of the running month</h2>
      <p>What the statement would be if the period ended now. Nothing is stored.</p>
      <Documents
        name="Preview"
        uris={['html', 'pdf', 'csv', 'json'].map((form) => [form, `${preview}.${form}`])}
        show={show}
      />
      {sheet && <Sheet key={sheet.url} sheet={sheet} close={() => setSheet(undefined)} />}
    </>
  );
}
