import * as z from 'zod/mini';
import { type Answer, json } from '../../../lib/http/answer.ts';
import type { TenantRequest } from '../../../lib/http/api.ts';
import { optionalInteger } from '../../../lib/http/parameter.ts';
import { creditNoteKey, creditNotesOf } from './credit-note-item.ts';
import { creditNoteNamed, nameOfCreditNote, namePattern } from './credit-note-name.ts';
import { creditNoteRepresentation } from './credit-note-representation.ts';

export const ListCreditNotes = z.object({
  PageSize: optionalInteger(1, 1_000),
  /** Only those that come after this one in the list: the page after the one that ended with it. */
  Before: z.optional(
    z.string().check(z.regex(new RegExp(`^${namePattern}$`), 'must be a credit note such as 2026-11-CN1')),
  ),
});

/** An account's credit notes, those of the latest period first. */
export async function listCreditNotes({
  account,
  parameters: { PageSize = 50, Before },
}: TenantRequest<z.infer<typeof ListCreditNotes>>): Promise<Answer> {
  const last = Before === undefined ? undefined : creditNoteNamed(Before);
  const before = last && creditNoteKey(last.period, last.sequence);
  const found = await creditNotesOf(account.sid, { limit: PageSize, before });
  const end = found.at(-1);
  const path = `/v1/Accounts/${account.sid}/CreditNotes`;
  return json({
    CreditNotes: found.map(creditNoteRepresentation),
    NextPageUri:
      end === undefined || found.length < PageSize
        ? null
        : `${path}?PageSize=${PageSize}&Before=${nameOfCreditNote(end)}`,
  });
}
