import { useState } from 'preact/hooks';
import { ask, inPlatformAccount } from '../api.ts';
import { instant } from '../figures.ts';
import { Heading } from '../heading.tsx';
import { type Live, liveMilliseconds, useLive } from '../live.ts';
import type { PageProps } from '../page-props.ts';
import { linkTo } from '../route.ts';
import { ListTable } from '../table.tsx';
import { type Event, Events, outcomeOf } from './event.ts';
import { EventDetails } from './event-details.tsx';

type Filters = Readonly<Record<string, string>>;

/** What was exchanged with an account's programs and with carriers; or one exchange. */
export function Inspector({ title, sid }: PageProps) {
  const [filters, setFilters] = useState<Filters>({});
  if (sid !== undefined) return <EventDetails key={sid} id={sid} />;
  const query = new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== ''));
  return (
    <>
      <Heading title={title} />
      <FilterForm change={setFilters} />
      <EventList key={query.toString()} query={query.toString()} />
    </>
  );
}

function FilterForm({ change }: { readonly change: (filters: Filters) => void }) {
  const read = (form: HTMLFormElement) =>
    change(Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()])));
  return (
    <form
      class="filters"
      onChange={(event) => read(event.currentTarget)}
      onSubmit={(event) => {
        event.preventDefault();
        read(event.currentTarget);
      }}
    >
      <label>
        Call, message, … (SID)
        <input name="ResourceSid" pattern="[A-Z]{2}[0-9a-f]{32}" placeholder="CA…" />
      </label>
      <label>
        With whom
        <select name="Counterpart">
          <option value="">programs and carriers</option>
          <option value="program">programs</option>
          <option value="twilio">the carrier</option>
        </select>
      </label>
      <label>
        Who asked
        <select name="Direction">
          <option value="">both</option>
          <option value="outbound">the platform</option>
          <option value="inbound">the other side</option>
        </select>
      </label>
      <label>
        Day
        <input name="DateCreated" type="date" />
      </label>
      <label>
        <input name="ErrorsOnly" type="checkbox" value="true" /> Only what failed
      </label>
    </form>
  );
}

type Page = { readonly rows: readonly Event[]; readonly next: string | null };

const load = async (path: string, signal?: AbortSignal): Promise<Page> => {
  const { Events: rows, NextPageUri: next } = await ask(Events, path, signal && { signal });
  return { rows, next };
};

function EventList({ query }: { readonly query: string }) {
  const first = useLive((signal) => load(`${inPlatformAccount('/Events')}?${query}`, signal), liveMilliseconds);
  const [past, setPast] = useState<Page>({ rows: [], next: null });
  const next = past.rows.length === 0 ? (first.value?.next ?? null) : past.next;
  const seen = new Set(first.value?.rows.map(({ Id }) => Id));
  const value = first.value && [...first.value.rows, ...past.rows.filter(({ Id }) => !seen.has(Id))];
  const older = async () => {
    if (next === null) return;
    const page = await load(next);
    setPast((before) => ({ rows: [...before.rows, ...page.rows], next: page.next }));
  };
  const list: Live<readonly Event[]> = { ...first, value };
  return (
    <ListTable
      list={{ ...list, older: next === null ? undefined : older }}
      caption="Exchanges, newest first"
      keyOf={({ Id }) => Id}
      empty="Nothing was exchanged yet, or nothing that these filters let through."
      columns={[
        { head: 'When', cell: ({ Id, DateCreated }) => <a href={linkTo('inspector', Id)}>{instant(DateCreated)}</a> },
        { head: 'What', cell: ({ Kind, ReplayOf }) => (ReplayOf === null ? Kind : `${Kind} (replay)`) },
        {
          head: 'With',
          cell: ({ Counterpart, Direction }) => `${Direction === 'outbound' ? '→' : '←'} ${Counterpart}`,
        },
        { head: 'About', cell: ({ ResourceSid }) => <code>{ResourceSid.slice(0, 10)}…</code> },
        { head: 'Request', cell: ({ Method, Url }) => <span class="text">{`${Method} ${Url}`}</span> },
        { head: 'Outcome', cell: outcomeOf },
        { head: 'ms', figures: true, cell: ({ Milliseconds }) => String(Milliseconds) },
      ]}
    />
  );
}
