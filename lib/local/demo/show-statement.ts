import { decimalOf, nanoOf } from './decimal.ts';
import type { Statement } from './statement.ts';

type Row = readonly [what: string, uses: string, quantity: string, billed: string, price: string, amount: string];

const heads: Row = ['', 'uses', 'quantity', 'billed', 'price', 'amount'];

/** A statement as a table for a terminal. */
export function showStatement(name: string, statement: Statement): string {
  const rows: Row[] = [
    ...statement.Groups.map(groupRow),
    ...statement.Adjustments.map(({ Kind, Meter, Amount, Plan }): Row => {
      const what = Meter === null ? `${Kind}, by ${Plan}` : `${Kind}, ${Meter}`;
      return [what, '', '', '', '', decimalOf(nanoOf(Amount))];
    }),
  ];
  const totals: Row[] = [
    ['total', '', '', '', '', decimalOf(nanoOf(statement.Total))],
    ['PAYABLE, USD', '', '', '', '', decimalOf(nanoOf(statement.Payable))],
  ];
  const widths = heads.map((_, column) =>
    Math.max(...[heads, ...rows, ...totals].map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: Row) =>
    `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`;
  const rule = `  ${'─'.repeat(widths.reduce((sum, width) => sum + width + 2, -2))}`;
  const { Name, Zone } = statement.Period;
  const title = `${name}: ${Name}, days of ${Zone}\n  ${statement.Number}`;
  return [title, line(heads), rule, ...rows.map(line), rule, ...totals.map(line), ''].join('\n');
}

function groupRow(group: Statement['Groups'][number]): Row {
  const { Meter, Prefix, Unit, Lines, Quantity, BilledUnits, UnitPrice, Per, Amount } = group;
  const farEnd = Prefix === '' ? '' : ` +${Prefix}`;
  const price = UnitPrice === '' ? '' : `${UnitPrice}${Per === 1 ? '' : ` / ${Per}`}`;
  return [`${Meter}${farEnd}, ${Unit}s`, String(Lines), Quantity, BilledUnits, price, decimalOf(nanoOf(Amount))];
}
