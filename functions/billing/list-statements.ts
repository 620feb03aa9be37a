import * as z from 'zod/mini';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { optionalInteger } from '../../lib/http/parameter.ts';
import { period } from './parameter.ts';
import { statementsOf } from './statement-item.ts';
import { statementRepresentation } from './statement-representation.ts';

export const ListStatements = z.object({
  PageSize: optionalInteger(1, 1_000),
  /** Only statements of earlier periods: the page after the one that ended with it. */
  Before: z.optional(period()),
});

/** An account's statements, the latest first. */
export async function listStatements({
  account,
  parameters: { PageSize = 50, Before },
}: TenantRequest<z.infer<typeof ListStatements>>): Promise<Answer> {
  const found = await statementsOf(account.sid, { limit: PageSize, ...(Before !== undefined && { before: Before }) });
  const last = found.at(-1);
  const next = `/v1/Accounts/${account.sid}/Statements?PageSize=${PageSize}&Before=${last?.period}`;
  return json({
    Statements: found.map(statementRepresentation),
    NextPageUri: last === undefined || found.length < PageSize ? null : next,
  });
}
