import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import type { Period } from '../../../lib/period/period.ts';
import type { Account } from '../../../lib/store/account.ts';
import { isAsPut } from '../../../lib/store/digest.ts';
import type { StoredItem } from '../../../lib/store/list.ts';
import { itemsUnder } from '../../../lib/store/partition.ts';
import type { Finding } from '../finding.ts';
import { verifyBytes } from '../verify-bytes.ts';
import { CreditNoteEntity, type CreditNoteItem, creditNoteKey, creditNoteOf } from './credit-note-item.ts';
import { sequenceIn } from './credit-note-name.ts';

type Checked = { readonly found: number; readonly changed: readonly Finding[] };

/**
 * Looks at a period's credit notes and re-ratings: what the table keeps of each, the bytes of each form, the chain from the
 * statement over one note to the next, and that none is missing of those that ledger lines name.
 */
export async function verifyCreditNotes(
  { sid }: Account,
  period: Period,
  namedByLines: readonly string[],
): Promise<Checked> {
  const items = await itemsUnder(`STA#${sid}`, period);
  const [notes = [], reratings = []] = ['CN', 'RERATED'].map((kind) =>
    items.filter(({ SK }) => String(SK).startsWith(`${period}#${kind}#`)),
  );
  const altered = [...notes, ...reratings].filter((item) => !isAsPut(item));
  const statement = items.find(({ SK }) => SK === period);
  const intact = notes
    .filter(isAsPut)
    .map((item) => creditNoteOf(CreditNoteEntity.build(EntityFormatter).format(item)));
  const changed = [
    ...altered.map(({ PK, SK }) => finding(`${PK} / ${SK}`, 'is not what was put')),
    ...(await Promise.all(intact.map(verifyForms))).flat(),
    ...missing(sid, period, notes, namedByLines),
    ...broken(sid, intact, statement !== undefined && isAsPut(statement) ? String(statement['sha256']) : undefined),
  ];
  return { found: notes.length, changed };
}

const finding = (item: string, problem: string): Finding => ({ kind: 'credit-note', item, problem });

async function verifyForms(note: CreditNoteItem): Promise<Finding[]> {
  const found = await Promise.all([
    verifyBytes('credit-note', note.objectKey, 'json', note.sha256),
    verifyBytes('credit-note', note.objectKey, 'csv', note.csvSha256),
    verifyBytes('credit-note', note.objectKey, 'html', note.htmlSha256),
    verifyBytes('credit-note', note.objectKey, 'pdf', note.pdfSha256),
  ]);
  return found.flat();
}

/** Numbers up to the last one that is there, or that a ledger line names, of which there is no note. */
function missing(
  sid: string,
  period: Period,
  notes: readonly StoredItem[],
  namedByLines: readonly string[],
): Finding[] {
  const last = Math.max(notes.length, ...namedByLines.map(sequenceIn));
  const there = new Set(notes.map(({ SK }) => SK));
  const keys = Array.from({ length: last }, (_, index) => creditNoteKey(period, index + 1));
  return keys.filter((key) => !there.has(key)).map((key) => finding(`STA#${sid} / ${key}`, 'is missing'));
}

/** Each note names the hash of the one before, the first the statement's; what follows one that is named already is not named. */
function broken(sid: string, notes: readonly CreditNoteItem[], statementSha256: string | undefined): Finding[] {
  return notes.flatMap(({ period, sequence, prevSha256 }) => {
    const previous = notes.find((note) => note.sequence === sequence - 1);
    const before = sequence === 1 ? statementSha256 : previous?.sha256;
    if (before === undefined || before === prevSha256) return [];
    const problem = `names ${prevSha256} as the hash of what it follows, which is ${before}`;
    return [finding(`STA#${sid} / ${creditNoteKey(period, sequence)}`, problem)];
  });
}
