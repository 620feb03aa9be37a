import { useState } from 'preact/hooks';
import * as z from 'zod/mini';
import { ask, inPlatformAccount } from '../api.ts';
import { Heading } from '../heading.tsx';
import { useLive } from '../live.ts';
import type { PageProps } from '../page-props.ts';
import { Statement } from '../resources.ts';
import { acting } from '../session.ts';
import { Shown } from '../shown.tsx';
import { Table } from '../table.tsx';
import { CreditNotes } from './credit-notes.tsx';
import { Documents } from './documents.tsx';
import { fetchedUrl } from './fetched-document.ts';
import { Sheet, type ShownSheet } from './sheet.tsx';

const StatementList = z.object({ Statements: z.array(Statement) });

/** What an account owed for each closed period, and would owe for the open one. */
export function Statements({ title }: PageProps) {
  return (
    <>
      <Heading title={title} />
      {acting.value?.Role === 'operator' ? (
        <p class="empty">The operator sends statements and gets none. Act as a tenant, above, to see that tenant’s.</p>
      ) : (
        <OwnStatements />
      )}
    </>
  );
}

function OwnStatements() {
  const [sheet, setSheet] = useState<ShownSheet | undefined>(undefined);
  const list = useLive((signal) => ask(StatementList, inPlatformAccount('/Statements'), { signal }));
  const show = async (name: string, path: string) => setSheet({ name, url: await fetchedUrl(path) });
  const preview = inPlatformAccount('/Statements/Preview');
  return (
    <>
      <Shown live={list}>
        {({ Statements: statements }) => (
          <Table
            rows={statements}
            caption="Statements, latest first"
            keyOf={({ Period }) => Period}
            empty="No period is closed yet. The preview below shows the open one; on one machine npm run billing closes one."
            columns={[
              { head: 'Period', cell: ({ Period }) => Period },
              { head: 'Number', cell: (statement) => statement.Number },
              { head: 'Payable', figures: true, cell: ({ Payable, Currency }) => `${Payable} ${Currency}` },
              {
                head: 'Document',
                cell: ({ Period, Uris }) => (
                  <Documents name={`Statement ${Period}`} uris={Object.entries(Uris)} show={show} />
                ),
              },
            ]}
          />
        )}
      </Shown>
      <CreditNotes show={show} />
      <h2>Preview</h2>
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
