import * as z from 'zod/mini';
import { tenantRoute } from '../../../lib/http/api.ts';
import { ExportAccount, exportAccount } from './export-account.ts';

const description =
  'By local day, then by id, at most 5,000 rows an answer. A Link header with rel="next" leads to the next page; the pages after one another are one file.';

const route = (source: 'usage' | 'ledger', form: 'csv' | 'jsonl', summary: string) =>
  tenantRoute(
    'GET',
    `/v1/Accounts/{AccountSid}/Exports/${source}.${form}`,
    ExportAccount,
    exportAccount(source, form),
    { summary, description, answer: { [form === 'csv' ? 'text/csv' : 'application/jsonl']: z.string() } },
  );

/** What of an account's usage and ledger leaves the platform as a file (docs/exports.md). */
export const exportRoutes = [
  route('usage', 'csv', 'Export the usage events of a period or a day as CSV'),
  route('usage', 'jsonl', 'Export the usage events of a period or a day as JSON Lines'),
  route('ledger', 'csv', 'Export the ledger lines of a period or a day as CSV'),
  route('ledger', 'jsonl', 'Export the ledger lines of a period or a day as JSON Lines'),
];
