import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { isPeriod, type Period } from '../../lib/period/period.ts';
import { statementOf } from '../../lib/statement/make-statement.ts';
import { parseStatement } from '../../lib/statement/parse-statement.ts';
import type { Seal, Statement } from '../../lib/statement/statement.ts';
import type { Account } from '../../lib/store/account.ts';
import { isAsPut } from '../../lib/store/digest.ts';
import type { StoredItem } from '../../lib/store/list.ts';
import { itemsUnder } from '../../lib/store/partition.ts';
import type { Finding } from './finding.ts';
import { gatherStatement } from './gather-statement.ts';
import { readStatementText, type StatementForm } from './statement-bytes.ts';
import { PdfEntity, StatementEntity, type StatementItem } from './statement-item.ts';
import { sumUpLines } from './sum-up-lines.ts';
import { verifyBytes } from './verify-bytes.ts';
import type { VerifiedDay } from './verify-day.ts';

type Checked = { readonly found: boolean; readonly changed: readonly Finding[] };

/**
 * Looks at a period's statement: what the table keeps of it, the bytes of each form, the chain to the one before, the seals
 * that it names, and, where the days are intact, whether their lines still make the same sums.
 */
export async function verifyStatement(
  account: Account,
  period: Period,
  days: readonly VerifiedDay[],
  daysAreIntact: boolean,
): Promise<Checked> {
  const all = await itemsUnder(`STA#${account.sid}`, period);
  const stored = all.filter(({ SK }) => SK === period || SK === `${period}#PDF`); // beside its credit notes
  const altered = stored.filter((item) => !isAsPut(item)).map(notAsPut);
  const item = stored.find(({ SK }) => SK === period);
  if (item === undefined || altered.length > 0) return { found: item !== undefined, changed: altered };
  const statement = StatementEntity.build(EntityFormatter).format(item);
  const pdf = stored.find(({ SK }) => SK === `${period}#PDF`);
  const hashes: [StatementForm, string][] = [
    ['json', statement.sha256],
    ['csv', statement.csvSha256],
    ['html', statement.htmlSha256],
    ...(pdf === undefined
      ? []
      : [['pdf', PdfEntity.build(EntityFormatter).format(pdf).sha256] as [StatementForm, string]]),
  ];
  const bytes = (
    await Promise.all(hashes.map((each) => verifyBytes('statement', statement.objectKey, ...each)))
  ).flat();
  if (bytes.length > 0) return { found: true, changed: bytes };
  const made = parseStatement(await readStatementText(statement.objectKey, 'json'));
  const before = (await itemsUnder(`STA#${account.sid}`)).filter(
    ({ SK }) => isPeriod(String(SK)) && String(SK) < period,
  );
  const previous = before.at(-1);
  const seals = verifySeals(account, made, days);
  // What is named already is not to be named again by what stands on it.
  if (previous !== undefined && !isAsPut(previous)) return { found: true, changed: seals };
  const named = [...verifyChain(account, statement, previous), ...seals];
  if (named.length > 0 || !daysAreIntact) return { found: true, changed: named };
  return { found: true, changed: await verifySums(account, period, made) };
}

const notAsPut = ({ PK, SK }: StoredItem): Finding => ({
  kind: 'statement',
  item: `${PK} / ${SK}`,
  problem: 'is not what was put',
});

function verifyChain(
  { sid }: Account,
  { period, prevSha256 }: StatementItem,
  previous: StoredItem | undefined,
): Finding[] {
  if (previous?.['sha256'] === prevSha256) return [];
  const problem = `names ${prevSha256 ?? 'none'} as the hash of the statement before, which is ${previous?.['sha256'] ?? 'missing'}`;
  return [{ kind: 'statement', item: `STA#${sid} / ${period}`, problem }];
}

/** The seals of the account's own days, as the statement names them. */
function verifySeals({ sid }: Account, { seals }: Statement, days: readonly VerifiedDay[]): Finding[] {
  const differs = (left: Seal, right: Seal) =>
    left.sha256 !== right.sha256 || left.amount !== right.amount || left.lines !== right.lines;
  return days.flatMap(({ day, seal, changed }) => {
    const named = seals.find((each) => each.accountSid === sid && each.day === day);
    if (named === undefined || changed.length > 0) return [];
    if (seal !== undefined && !differs(seal, named)) return [];
    const item = `SEA#${sid}#${day.slice(0, 4)}-${day.slice(4, 6)} / ${day}`;
    return [{ kind: 'seal', item, problem: seal === undefined ? 'is missing' : 'is not the one on the statement' }];
  });
}

/** Names may have changed since; what is owed may not. */
async function verifySums(account: Account, period: Period, made: Statement): Promise<Finding[]> {
  const gathered = await gatherStatement(account, period);
  const sums = await sumUpLines(gathered);
  if (sums === undefined) throw new Error(`${made.number}: its lines were not summed up to the end.`);
  const again = statementOf({ ...gathered.inputWith(sums), taxes: made.taxes }, sums);
  const sumsOf = ({ total, net, payable, carriedIn, carriedOut }: Statement) =>
    [total, net, payable, carriedIn, carriedOut].join(' ');
  if (sumsOf(again) === sumsOf(made)) return [];
  const problem = `its lines now make ${again.total} nano-units, not ${made.total}`;
  return [{ kind: 'statement', item: `STA#${account.sid} / ${period}`, problem }];
}
