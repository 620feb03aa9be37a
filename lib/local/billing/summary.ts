import type { Outcome } from './close-periods.ts';

type Group = {
  readonly MicroService: string;
  readonly Meter: string;
  readonly Prefix: string;
  readonly Lines: number;
  readonly Quantity: string;
  readonly Unit: string;
  readonly Amount: string;
};
type Statement = {
  readonly Number: string | null;
  readonly Currency: string;
  readonly Period: { readonly Name: string; readonly Zone: string };
  readonly Groups: readonly Group[];
  readonly Adjustments: readonly { readonly Kind: string; readonly Meter: string | null; readonly Amount: string }[];
  readonly UnratedLines: number;
  readonly Total: string;
  readonly CarriedIn: string;
  readonly Payable: string;
};

/** An account's outcome for a person to read. */
export function described({ account, kind, document, files, closableAt, period }: Outcome): string {
  const head = `${account.FriendlyName} (${account.Sid})\n`;
  if (document === undefined)
    return `${head}  ${period} has no statement and no preview: it has not begun for this account.\n`;
  const statement: Statement = JSON.parse(document);
  const title =
    kind === 'statement' ? `  Statement ${statement.Number}\n` : openPeriod(period, account.TimeZone, closableAt);
  const rows: [string, string][] = [
    ...statement.Groups.map((group): [string, string] => [groupText(group), group.Amount]),
    ...statement.Adjustments.map(({ Kind, Meter, Amount }): [string, string] => [
      `${Kind}${Meter === null ? '' : ` ${Meter}`}`,
      Amount,
    ]),
    ['total, exact', statement.Total],
    ['carried from the last statement', statement.CarriedIn],
    [
      kind === 'statement' ? `PAYABLE, ${statement.Currency}` : `payable if it ended now, ${statement.Currency}`,
      statement.Payable,
    ],
  ];
  const notes =
    statement.UnratedLines === 0 ? '' : `  ${statement.UnratedLines} uses have no price yet and are not in it.\n`;
  return `${head}${title}  Period ${statement.Period.Name}, days of ${statement.Period.Zone}\n${table(rows)}${notes}${files.map((file) => `  saved ${file}\n`).join('')}`;
}

function openPeriod(period: string, zone: string, closableAt: number): string {
  const until = new Date(closableAt).toISOString();
  return (
    `  PREVIEW, not a statement: ${period} is open until ${until} (its end in ${zone} and 15 minutes).\n` +
    '  To close it on this machine now, turn the clock past it: npm run billing with --turn-clock\n'
  );
}

const groupText = ({ MicroService, Meter, Prefix, Lines, Quantity, Unit }: Group): string =>
  `${MicroService}: ${Meter}${Prefix === '' ? '' : ` to ${/^\d/.test(Prefix) ? '+' : ''}${Prefix}`}, ${Lines} × = ${Quantity} ${Unit}s`;

/** Amounts stand with their points under one another. */
function table(rows: readonly [string, string][]): string {
  const wholeLength = (amount: string) => amount.split('.')[0]?.length ?? 0;
  const textWidth = Math.max(...rows.map(([text]) => text.length));
  const wholeWidth = Math.max(...rows.map(([, amount]) => wholeLength(amount)));
  return rows
    .map(
      ([text, amount]) => `    ${text.padEnd(textWidth)}  ${' '.repeat(wholeWidth - wholeLength(amount))}${amount}\n`,
    )
    .join('');
}
