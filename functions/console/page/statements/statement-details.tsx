import { useState } from 'preact/hooks';
import { ask, inPlatformAccount } from '../api.ts';
import { amount } from '../figures.ts';
import { Heading } from '../heading.tsx';
import { useLive } from '../live.ts';
import type { Statement } from '../resources.ts';
import { linkTo } from '../route.ts';
import { Shown } from '../shown.tsx';
import { Corrections } from './corrections.tsx';
import { CreditNotes } from './credit-notes.tsx';
import { Documents, type Show } from './documents.tsx';
import { fetchedUrl } from './fetched-document.ts';
import { Reratings } from './reratings.tsx';
import { Sheet, type ShownSheet } from './sheet.tsx';
import { StatementList } from './statement-list.ts';

/** The statement of one period: its totals and forms, and what has become of it since. */
export function StatementDetails({ period }: { readonly period: string }) {
  const [sheet, setSheet] = useState<ShownSheet | undefined>(undefined);
  const found = useLive(async (signal) => {
    const path = inPlatformAccount(`/Statements?PageSize=1&Before=${encodeURIComponent(after(period))}`);
    const { Statements } = await ask(StatementList, path, { signal });
    return Statements.find(({ Period }) => Period === period) ?? null;
  });
  const show: Show = async (name, path) => setSheet({ name, url: await fetchedUrl(path) });
  return (
    <>
      <Heading title={`Statement ${period}`}>
        <a href={linkTo('statements')}>All statements</a>
      </Heading>
      <Shown live={found}>
        {(statement) =>
          statement === null ? (
            <p class="empty">There is no statement of {period}.</p>
          ) : (
            <>
              <Facts statement={statement} />
              <Documents name={`Statement ${period}`} uris={Object.entries(statement.Uris)} show={show} />
              <h2>Credit notes</h2>
              <CreditNotes show={show} period={period} />
              <h2>Rated again</h2>
              <Reratings period={period} currency={statement.Currency} />
              <h2>Corrections that stand on it</h2>
              <Corrections period={period} currency={statement.Currency} />
              {sheet && <Sheet key={sheet.url} sheet={sheet} close={() => setSheet(undefined)} />}
            </>
          )
        }
      </Shown>
    </>
  );
}

/** The period after one: statements before it begin with the one's own. */
function after(period: string): string {
  const [year = 0, month = 0] = period.split('-').map(Number);
  return month === 12
    ? `${String(year + 1).padStart(4, '0')}-01`
    : `${period.slice(0, 5)}${String(month + 1).padStart(2, '0')}`;
}

function Facts({ statement }: { readonly statement: Statement }) {
  const money = (text: string) => amount(text, statement.Currency);
  return (
    <>
      {statement.UnratedLines > 0 && (
        <p class="problem">{`${statement.UnratedLines} uses had no price. The operator prices them with POST ~/Reratings.`}</p>
      )}
      <dl>
        <dt>Number</dt>
        <dd>{statement.Number}</dd>
        <dt>Usage and adjustments</dt>
        <dd>{money(statement.Total)}</dd>
        <dt>Carried in</dt>
        <dd>{money(statement.CarriedIn)}</dd>
        <dt>Net</dt>
        <dd>{money(statement.Net)}</dd>
        <dt>Payable, taxes included</dt>
        <dd>
          <strong>{money(statement.Payable)}</strong>
        </dd>
        <dt>Carried to the next</dt>
        <dd>{money(statement.CarriedOut)}</dd>
        <dt>SHA-256</dt>
        <dd>
          <code>{statement.Sha256}</code>
        </dd>
      </dl>
    </>
  );
}
