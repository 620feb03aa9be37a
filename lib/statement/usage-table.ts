import { type Nano, sum } from '../money/nano.ts';
import { counted, grouped, measured, priceText } from './measure.ts';
import { figures, head, line, type Row, subtotal, type Table, text, total } from './sheet.ts';
import type { Statement, StatementGroup } from './statement.ts';

type Money = (amount: Nano) => string;

/** Usage at list price, by account, micro-service and destination, with the sum of each. */
export function usageTable(statement: Statement, money: Money): Table {
  const { accounts, groups } = statement;
  const rows = accounts.flatMap(({ sid, name }) => {
    const own = groups.filter(({ accountSid }) => accountSid === sid);
    const several = accounts.length > 1;
    return [
      ...(several ? [head(own.length === 0 ? `${name}: no usage` : name)] : []),
      ...microServiceRows(own, money),
      ...(several && own.length > 0 ? [sumRow('subtotal', `of ${name}`, own, money)] : []),
    ];
  });
  return {
    title: 'Usage at list price',
    columns: [
      text('Meter', 19),
      text('Destination', 11),
      figures('Uses', 6),
      figures('Used', 13),
      figures('Billed', 13),
      figures('Price', 14),
      figures('Connection', 10),
      figures('Amount', 14),
    ],
    rows:
      groups.length === 0
        ? [head('Nothing was used in this period.')]
        : [...rows, sumRow('total', 'of all usage', groups, money)],
  };
}

function microServiceRows(groups: readonly StatementGroup[], money: Money): Row[] {
  const byMicroService = Map.groupBy(groups, ({ microService }) => microService);
  return [...byMicroService].flatMap(([microService, own]) => [
    ...own.map((group) => groupRow(group, money)),
    sumRow('subtotal', microService, own, money),
  ]);
}

const groupRow = (group: StatementGroup, money: Money): Row =>
  line(
    group.meter,
    group.prefix === '' ? 'any' : namedPrefix(group.prefix),
    grouped(BigInt(group.lines)),
    counted(group.quantity, group.unit),
    measured(group.billedUnits, group.unit, group.per),
    priceText(group),
    group.connect === 0n ? '' : money(group.connect),
    money(group.amount),
  );

function sumRow(kind: 'subtotal' | 'total', name: string, groups: readonly StatementGroup[], money: Money): Row {
  const uses = groups.reduce((count, { lines }) => count + lines, 0);
  const connect = sum(groups.map((group) => group.connect));
  const cells = [`Total ${name}`, '', grouped(BigInt(uses)), '', '', '', connect === 0n ? '' : money(connect)];
  const make = kind === 'total' ? total : subtotal;
  return make(...cells, money(sum(groups.map(({ amount }) => amount))));
}

/** A deck's prefix for people: `+49…` */
export const namedPrefix = (prefix: string): string => (/^\d/.test(prefix) ? `+${prefix}…` : prefix);
