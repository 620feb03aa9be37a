import { formatAmount } from '../money/currency.ts';
import { type Nano, sum } from '../money/nano.ts';
import { dailyChart } from './daily-chart.ts';
import { type Html, html } from './html.ts';
import type { Statement, StatementAdjustment, StatementGroup } from './statement.ts';
import { statementStyle } from './statement-style.ts';

/** What a page says of itself beside the statement. */
export interface Presentation {
  /** The statement's own hash; undefined on a preview. */
  readonly sha256: string | undefined;
  /** Marks what is not closed yet: the instant up to which usage is in, epoch milliseconds. */
  readonly previewAt?: number | undefined;
}

/** The statement as one self-contained page for a person: no script, nothing loaded, everything escaped. */
export function renderHtml(statement: Statement, presentation: Presentation): string {
  const { account, currency, number, period } = statement;
  const money = (amount: Nano) => formatAmount(amount, currency);
  const title = presentation.previewAt === undefined ? 'Statement' : 'Preview of a statement';
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title} ${number}</title>${statementStyle}</head><body><main>
<header><div><p class="from">${statement.operator.name}</p><h1>${title}</h1><p>for <b>${account.name}</b></p></div>
<dl><dt>Number</dt><dd>${presentation.previewAt === undefined ? number : 'none yet'}</dd><dt>Account</dt><dd>${account.sid}</dd>
<dt>Period</dt><dd>${period.name}, days of ${period.zone}</dd><dt>From</dt><dd>${instant(period.startsAt)}</dd>
<dt>Until</dt><dd>${instant(period.endsAt)}</dd><dt>Currency</dt><dd>${currency}</dd></dl></header>
${previewNote(presentation)}
<p class="due"><span>${presentation.previewAt === undefined ? 'Payable' : 'Payable if the period ended now'}</span><strong>${money(statement.payable)} ${currency}</strong></p>
<h2>Summary</h2>${summary(statement, money)}
<h2>Usage of each day</h2>${dailyChart(statement)}
<h2>Details</h2>${details(statement.groups, money)}${adjustments(statement.adjustments, money)}${unrated(statement.unrated)}
<footer><p>Amounts are exact to a billionth of the currency's unit; only the payable amount is rounded, once, and what the rounding leaves is carried to the next statement.
Days are of ${period.zone}; the Usage Records of the API count days in GMT.</p>
<p>${provenance(statement, presentation)}</p></footer>
</main></body></html>
`.text;
}

type Money = (amount: Nano) => string;

function summary(
  { groups, adjustments: adjusted, total, carriedIn, payable, carriedOut }: Statement,
  money: Money,
): Html {
  const byMicroService = Map.groupBy(groups, ({ microService }) => microService);
  const rows = [...byMicroService].map(([microService, own]) =>
    row(microService, sum(own.map(({ amount }) => amount)), money),
  );
  const adjustment = sum(adjusted.map(({ amount }) => amount));
  const sums = [
    ...(adjusted.length === 0 ? [] : [row('Tiers, allowances and commitments', adjustment, money)]),
    html`<tr class="sum"><th scope="row">Total of the period, exact</th><td class="amount">${money(total)}</td></tr>`,
    row('Carried from the previous statement', carriedIn, money),
    row('Carried to the next statement', carriedOut, money),
    html`<tr class="sum"><th scope="row">Payable</th><td class="amount">${money(payable)}</td></tr>`,
  ];
  return html`<table><thead><tr><th scope="col">Micro-service</th><th scope="col" class="amount">Amount</th></tr></thead><tbody>${rows}</tbody><tfoot>${sums}</tfoot></table>`;
}

const row = (name: string, amount: Nano, money: Money): Html =>
  html`<tr><th scope="row">${name}</th><td class="amount">${money(amount)}</td></tr>`;

function details(groups: readonly StatementGroup[], money: Money): Html {
  if (groups.length === 0) return html`<p>Nothing was used in this period.</p>`;
  const rows = groups.map(
    (
      group,
    ) => html`<tr><td>${group.microService}</td><td>${group.meter}</td><td>${group.prefix === '' ? '—' : namedPrefix(group.prefix)}</td>
<td class="amount">${group.lines}</td><td class="measure">${String(group.quantity)} ${group.unit}${group.quantity === 1n ? '' : 's'}</td><td class="amount">${String(group.billedUnits)}</td>
<td class="measure">${group.unitPrice === '' ? 'several' : priceText(group)}</td><td class="amount">${money(group.amount)}</td></tr>`,
  );
  return html`<div class="wide"><table><thead><tr><th scope="col">Micro-service</th><th scope="col">Meter</th><th scope="col">Destination</th><th scope="col" class="amount">Uses</th><th scope="col" class="measure">Used</th>
<th scope="col" class="amount">Billed</th><th scope="col" class="measure">List price</th><th scope="col" class="amount">Amount</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

const namedPrefix = (prefix: string): string => (/^\d/.test(prefix) ? `+${prefix}…` : prefix);

const priceText = ({ unitPrice, per, unit }: StatementGroup): string =>
  per === 1 ? `${unitPrice} a ${unit}` : `${unitPrice} per ${per} ${unit}s`;

const kinds: Readonly<Record<StatementAdjustment['kind'], string>> = {
  graduated: 'Graduated tiers',
  volume: 'Volume price',
  package: 'Packages',
  flat: 'Flat price',
  allowance: 'Included allowance',
  commitment: 'Minimum commitment, difference',
};

function adjustments(list: readonly StatementAdjustment[], money: Money): Html {
  if (list.length === 0) return html``;
  const rows = list.map(
    ({ kind, meter, plan, version, units, amount }) =>
      html`<tr><td>${kinds[kind]}</td><td>${meter ?? 'all'}</td><td>${plan}, version ${version}</td><td class="amount">${units === 0n ? '—' : String(units)}</td><td class="amount">${money(amount)}</td></tr>`,
  );
  return html`<h2>Adjustments by the period's totals</h2><div class="wide"><table><thead><tr><th scope="col">Adjustment</th><th scope="col">Meter</th><th scope="col">Plan</th><th scope="col" class="amount">Billed units</th><th scope="col" class="amount">Amount</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

const unrated = (count: number): Html =>
  count === 0
    ? html``
    : html`<p class="note">${count} ${count === 1 ? 'use has' : 'uses have'} no price yet. What has none is not in this statement and will be charged on a later one.</p>`;

const previewNote = ({ previewAt }: Presentation): Html =>
  previewAt === undefined
    ? html``
    : html`<p class="note"><b>This is a preview, not a statement.</b> The period is still open; it shows the usage rated until ${instant(previewAt)}.</p>`;

function provenance({ previousNumber, prevSha256 }: Statement, { sha256 }: Presentation): Html {
  const own = sha256 === undefined ? html`` : html`SHA-256 of the statement's JSON: ${sha256}. `;
  const chain =
    previousNumber === undefined
      ? html`First statement of the account.`
      : html`Previous: ${previousNumber}, ${prevSha256 ?? ''}.`;
  return html`${own}${chain}`;
}

const instant = (epochMs: number): string => `${new Date(epochMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
