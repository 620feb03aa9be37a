import * as z from 'zod/mini';
import { operatorRoute } from '../../../lib/http/api.ts';
import { FetchReading, fetchReading, fetchReport } from './fetch-reading.ts';
import { CarrierReadingAnswer } from './reading-representation.ts';
import { ReconcileCarrier, reconcileCarrier } from './reconcile-carrier.ts';
import { ReconciliationReport } from './report.ts';
import { StartReading, startReading } from './start-reading.ts';

const reconciliations = '/v1/Reconciliations';
const description =
  'The list is CSV with the columns service, id, direction, quantity and cost, at most 20,000 records; faults name line and column. As `text/csv` the body is the list itself, and the rest stands in the query. Nothing is stored.';
const example = {
  From: '2026-11-01T00:00:00Z',
  To: '2026-12-01T00:00:00Z',
  Currency: 'USD',
  Csv: 'service,id,direction,quantity,cost\ncall,CA00000000000000000000000000000001,outbound-api,61,-0.0085\n',
};

/** How the carrier's list and our ledgers are compared (docs/reconciliation.md). */
export const reconciliationRoutes = [
  operatorRoute('POST', reconciliations, ReconcileCarrier, reconcileCarrier('json'), {
    summary: 'Match a carrier’s list of calls and messages with the ledgers of all accounts',
    description,
    answer: ReconciliationReport,
    example,
  }),
  operatorRoute('POST', `${reconciliations}/Differences.csv`, ReconcileCarrier, reconcileCarrier('differences'), {
    summary: 'Match a carrier’s list with the ledgers, and answer the differences as CSV',
    description,
    answer: { 'text/csv': z.string() },
    example,
  }),
  operatorRoute('POST', `${reconciliations}/Margins.csv`, ReconcileCarrier, reconcileCarrier('margins'), {
    summary: 'Match a carrier’s list with the ledgers, and answer the margins as CSV',
    description,
    answer: { 'text/csv': z.string() },
    example,
  }),
  operatorRoute('POST', `${reconciliations}/FromCarrier`, StartReading, startReading, {
    summary: 'Read a carrier’s own calls and messages with their prices, to be matched with the ledgers',
    description: 'It is read page by page in the background; `GET /v1/Reconciliations/{Sid}` tells how far it is.',
    answer: CarrierReadingAnswer,
    status: 202,
    example: { Carrier: 'twilio', From: example.From, To: example.To, Currency: 'USD' },
  }),
  operatorRoute('GET', `${reconciliations}/{ReconciliationSid}`, FetchReading, fetchReading, {
    summary: 'Fetch how far a carrier’s list is read and, once it is, the report',
    description: 'The report is made anew each time: of what was read, and of the ledgers as they are now.',
    answer: CarrierReadingAnswer,
  }),
  operatorRoute(
    'GET',
    `${reconciliations}/{ReconciliationSid}/Differences.csv`,
    FetchReading,
    fetchReport('differences'),
    {
      summary: 'Fetch the differences that a carrier’s list has shown as CSV',
      answer: { 'text/csv': z.string() },
      conflicts: true,
    },
  ),
  operatorRoute('GET', `${reconciliations}/{ReconciliationSid}/Margins.csv`, FetchReading, fetchReport('margins'), {
    summary: 'Fetch the margins by a carrier’s list as CSV',
    answer: { 'text/csv': z.string() },
    conflicts: true,
  }),
];
