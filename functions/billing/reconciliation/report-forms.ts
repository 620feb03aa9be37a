import { json, text } from '../../../lib/http/answer.ts';
import { differencesCsv, type Found, marginsCsv, reportJson } from './report.ts';

/** How a report is answered. */
export const reportForms = {
  json: (found: Found) => json(reportJson(found)),
  differences: (found: Found) => text('text/csv; charset=utf-8', differencesCsv(found)),
  margins: (found: Found) => text('text/csv; charset=utf-8', marginsCsv(found)),
};
export type ReportForm = keyof typeof reportForms;
