import type { ComponentChildren } from 'preact';
import { ActionButton } from './action-button.tsx';
import type { LiveList } from './live.ts';
import { Shown } from './shown.tsx';

/** A column: its head, and what stands in it for a row. */
export type Column<Row> = {
  readonly head: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Figures stand at the right, below one another. */
  readonly figures?: boolean;
};

type Props<Row> = {
  /** What the table shows, for those who hear it. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  /** Where there is no row: what to do to get one. */
  readonly empty: ComponentChildren;
};

/** Rows under heads. */
export function Table<Row>({ caption, columns, keyOf, empty, rows }: Props<Row> & { readonly rows: readonly Row[] }) {
  if (rows.length === 0) return <p class="empty">{empty}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section class="wide" aria-label={`${caption}, table`} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ head, figures }) => (
              <th key={head} scope="col" class={figures ? 'figures' : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ head, cell, figures }) => (
                <td key={head} class={figures ? 'figures' : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A list as a table, with its older pages on demand. */
export function ListTable<Row>({ list, ...table }: Props<Row> & { readonly list: LiveList<Row> }) {
  const { older } = list;
  return (
    <Shown live={list}>
      {(rows) => (
        <>
          <Table rows={rows} {...table} />
          {older && <ActionButton act={older}>Show older ones</ActionButton>}
        </>
      )}
    </Shown>
  );
}
