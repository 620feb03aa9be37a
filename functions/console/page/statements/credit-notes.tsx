import { inPlatformAccount } from '../api.ts';
import { amount } from '../figures.ts';
import { useList } from '../live.ts';
import { CreditNote } from '../resources.ts';
import { linkTo } from '../route.ts';
import { ListTable } from '../table.tsx';
import { Documents, type Show } from './documents.tsx';

type Props = {
  readonly show: Show;
  /** Only those of this period's statement. */
  readonly period?: string;
};

/** What was given back of closed statements. */
export function CreditNotes({ show, period }: Props) {
  const list = useList({
    ...{ path: inPlatformAccount('/CreditNotes'), name: 'CreditNotes', row: CreditNote, nextName: 'NextPageUri' },
    keyOf: ({ Number: name }) => name,
  });
  const shown = period === undefined ? list.value : list.value?.filter(({ Period }) => Period === period);
  return (
    <ListTable
      list={{ ...list, value: shown }}
      caption="Credit notes, those of the latest period first"
      keyOf={({ Number: name }) => name}
      empty="Nothing was given back."
      columns={[
        { head: 'Date', cell: ({ IssuedOn }) => <span class="whole">{IssuedOn}</span> },
        { head: 'Number', cell: ({ Number: name }) => name },
        { head: 'Of', cell: (note) => <OfStatement period={note.Period} /> },
        { head: 'Reason', cell: ({ Reason }) => <span class="text">{Reason}</span> },
        { head: 'Credit before taxes', figures: true, cell: ({ Total, Currency }) => amount(Total, Currency) },
        {
          head: 'Document',
          cell: ({ Number: name, Uris }) => (
            <Documents name={`Credit note ${name}`} uris={Object.entries(Uris)} show={show} />
          ),
        },
      ]}
    />
  );
}

const OfStatement = ({ period }: { readonly period: string }) => (
  <a class="whole" href={linkTo('statements', period)}>
    {period}
  </a>
);
