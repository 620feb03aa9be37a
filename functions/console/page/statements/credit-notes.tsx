import * as z from 'zod/mini';
import { ask, inPlatformAccount } from '../api.ts';
import { useLive } from '../live.ts';
import { CreditNote } from '../resources.ts';
import { Shown } from '../shown.tsx';
import { Table } from '../table.tsx';
import { Documents, type Show } from './documents.tsx';

const CreditNoteList = z.object({ CreditNotes: z.array(CreditNote) });

/** What was given back of closed statements. Most accounts have none, and see none of this. */
export function CreditNotes({ show }: { readonly show: Show }) {
  const list = useLive((signal) => ask(CreditNoteList, inPlatformAccount('/CreditNotes'), { signal }));
  return (
    <Shown live={list}>
      {({ CreditNotes: notes }) => (notes.length === 0 ? null : <NoteTable notes={notes} show={show} />)}
    </Shown>
  );
}

const NoteTable = ({ notes, show }: { readonly notes: readonly CreditNote[]; readonly show: Show }) => (
  <>
    <h2>Credit notes</h2>
    <Table
      rows={notes}
      caption="Credit notes, those of the latest period first"
      keyOf={(note) => note.Number}
      empty="Nothing was given back."
      columns={[
        { head: 'Date', cell: ({ IssuedOn }) => IssuedOn },
        { head: 'Number', cell: (note) => note.Number },
        { head: 'Reason', cell: ({ Reason }) => Reason },
        { head: 'Credit before taxes', figures: true, cell: ({ Total, Currency }) => `${Total} ${Currency}` },
        {
          head: 'Document',
          cell: (note) => (
            <Documents name={`Credit note ${note.Number}`} uris={Object.entries(note.Uris)} show={show} />
          ),
        },
      ]}
    />
  </>
);
