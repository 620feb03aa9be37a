import * as z from 'zod/mini';
import { api, operatorRoute, tenantRoute } from '../../lib/http/api.ts';
import { AddCorrection, addCorrection } from './add-correction.ts';
import { AddDeck, addDeck } from './add-deck.ts';
import { AddProfile, addProfile } from './add-profile.ts';
import { AddRatePlan, addRatePlan } from './add-rate-plan.ts';
import { AddTopUp, addTopUp } from './add-top-up.ts';
import { BalanceAnswer, TopUpAnswer, TopUpList } from './balance-representation.ts';
import { ChangeBalance, changeBalance } from './change-balance.ts';
import {
  BalanceAlertsAnswer,
  ChangeBalanceAlerts,
  changeBalanceAlerts,
  FetchBalanceAlerts,
  fetchBalanceAlerts,
} from './change-balance-alerts.ts';
import { ChangeBillingDetails, changeBillingDetails } from './change-billing-details.ts';
import { CorrectionAnswer, CorrectionList } from './correction-representation.ts';
import { creditNoteRoutes } from './credit-note/credit-note-routes.ts';
import { ListReratings, listReratings, ReratingList } from './credit-note/list-reratings.ts';
import { DeckAnswer } from './deck-representation.ts';
import { BillingDetailsAnswer } from './details-representation.ts';
import { exportRoutes } from './export/export-routes.ts';
import { FetchBalance, fetchBalance, fetchTwilioBalance } from './fetch-balance.ts';
import { FetchBillingDetails, fetchBillingDetails } from './fetch-billing-details.ts';
import { FetchRun, fetchRun } from './fetch-run.ts';
import { FetchStatement, fetchStatement } from './fetch-statement.ts';
import { ListCorrections, listCorrections } from './list-corrections.ts';
import { DeckList, DeckVersions, FetchDeck, fetchDeck, ListDecks, listDecks } from './list-decks.ts';
import { ListProfiles, listProfiles } from './list-profiles.ts';
import {
  FetchRatePlan,
  fetchRatePlan,
  ListRatePlans,
  listRatePlans,
  RatePlanList,
  RatePlanVersions,
} from './list-rate-plans.ts';
import { ListStatements, listStatements } from './list-statements.ts';
import { ListTopUps, listTopUps } from './list-top-ups.ts';
import { ListUsageLimits, listUsageLimits, UsageLimitList } from './list-usage-limits.ts';
import { PreviewStatement, previewStatement } from './preview-statement.ts';
import { ProfileList } from './profile-representation.ts';
import { examplePlan, RatePlan, RatePlanVersion } from './rate-plan-answer.ts';
import { reconciliationRoutes } from './reconciliation/reconciliation-routes.ts';
import { Rerate, ReratingAnswer, rerate } from './rerate.ts';
import { BillingRunAnswer } from './run-representation.ts';
import { SetTax, setTax } from './set-tax.ts';
import { StartRun, startRun } from './start-run.ts';
import { StatementAnswer, StatementPreview } from './statement-answer.ts';
import { StatementList } from './statement-representation.ts';
import { Verify, VerifyAnswer, verify } from './verify.ts';

const balance = '/v1/Accounts/{AccountSid}/Balance';
const profiles = '/v1/Accounts/{AccountSid}/Profiles';
const details = '/v1/Accounts/{AccountSid}/BillingDetails';
const statements = '/v1/Accounts/{AccountSid}/Statements';

const previewed = {
  summary: 'Fetch what the statement would be if the period ended now',
  description: 'Made from the usage rated so far; nothing is stored.',
};
const preview = {
  json: { ...previewed, answer: StatementPreview },
  csv: { ...previewed, answer: { 'text/csv': z.string() } },
  html: { ...previewed, answer: { 'text/html': z.string() } },
  pdf: { ...previewed, answer: { 'application/pdf': z.string() } },
};

/** The isolation matrix reads this table. */
export const routes = [
  operatorRoute('GET', '/v1/RatePlans', ListRatePlans, listRatePlans, {
    summary: 'List the rate plans, the youngest first',
    answer: RatePlanList,
  }),
  operatorRoute('POST', '/v1/RatePlans', AddRatePlan, addRatePlan, {
    summary: 'Store a rate plan, or the next version of one',
    description: 'Versions are immutable. A later one begins in the future, since what is past is priced.',
    answer: RatePlanVersion,
    status: 201,
    body: RatePlan,
    example: examplePlan,
  }),
  operatorRoute('GET', '/v1/RatePlans/{Plan}', FetchRatePlan, fetchRatePlan, {
    summary: 'Fetch a rate plan with all its versions, the latest first',
    answer: RatePlanVersions,
  }),
  operatorRoute('GET', '/v1/Decks', ListDecks, listDecks, {
    summary: 'List the decks, the youngest first',
    answer: DeckList,
  }),
  operatorRoute('POST', '/v1/Decks', AddDeck, addDeck, {
    summary: 'Load a deck, or the next version of one, from CSV',
    description:
      'All or nothing; faults name line and column. As `text/csv` the body is the deck itself, up to 5,500,000 bytes, and the rest stands in the query.',
    answer: DeckAnswer,
    status: 201,
    example: {
      Deck: 'retail-eu',
      Currency: 'EUR',
      EffectiveFrom: '2026-01-01T00:00:00Z',
      Csv: 'prefix,price,first,next\n49,0.0164,60,1\n4915,0.0515,60,1\n',
    },
  }),
  operatorRoute('GET', '/v1/Decks/{Deck}', FetchDeck, fetchDeck, {
    summary: 'Fetch a deck with all its versions, the latest first',
    answer: DeckVersions,
  }),
  operatorRoute('POST', '/v1/BillingRuns', StartRun, startRun, {
    summary: 'Start a billing run now instead of at the next hour',
    description: 'It seals the days and closes the periods that are over, and nothing else.',
    answer: BillingRunAnswer,
    status: 202,
    example: {},
  }),
  operatorRoute('GET', '/v1/BillingRuns/{RunSid}', FetchRun, fetchRun, {
    summary: 'Fetch the progress of a billing run',
    answer: BillingRunAnswer,
  }),
  tenantRoute('GET', profiles, ListProfiles, listProfiles, {
    summary: 'List by which rate plans an account pays: past, present and planned',
    answer: ProfileList,
  }),
  operatorRoute('POST', profiles, AddProfile, addProfile, {
    summary: 'Put an account, or one of its micro-services, on a rate plan',
    description:
      'From now, or from `ValidFrom`, on. `Overrides` are single prices that the account has otherwise: of a meter priced per unit, or of a deck’s prefix. They hold until the next profile of the same micro-service.',
    answer: ProfileList,
    status: 201,
    example: { MicroService: 'call', Plan: 'standard' },
  }),
  tenantRoute('GET', '/v1/Accounts/{AccountSid}/UsageLimits', ListUsageLimits, listUsageLimits, {
    summary: 'List how much of its tiers’ limits an account has taken in the open period',
    description:
      'The limits that hold for new uses now. What a limit with `refuse` keeps back for uses that are going on is taken already; of one with `overage` nothing is kept back.',
    answer: UsageLimitList,
  }),
  tenantRoute('GET', details, FetchBillingDetails, fetchBillingDetails, {
    summary: 'Fetch how an account is named on its statements, its taxes, and where its usage is billed',
    answer: BillingDetailsAnswer,
  }),
  operatorRoute('POST', details, ChangeBillingDetails, changeBillingDetails, {
    summary: 'Set how an account is named on statements, and whether it rolls up into its parent’s',
    description: 'It is on statements of periods that end later.',
    answer: BillingDetailsAnswer,
    example: { LegalName: 'Shop GmbH', Address: ['Hauptstraße 1', '10115 Berlin'], TaxNumber: 'DE 123' },
  }),
  operatorRoute('POST', '/v1/Accounts/{AccountSid}/Taxes', SetTax, setTax, {
    summary: 'Put a tax on what an account owes, or change its rate',
    description: 'A statement has the taxes that are in force when its period ends. A rate of 0 ends a tax.',
    answer: BillingDetailsAnswer,
    status: 201,
    example: { Name: 'VAT', Rate: '19' },
  }),
  tenantRoute('GET', '/v1/Accounts/{AccountSid}/Corrections', ListCorrections, listCorrections, {
    summary: 'List the corrections of earlier charges that stand on a period’s statement',
    answer: CorrectionList,
  }),
  operatorRoute('POST', '/v1/Accounts/{AccountSid}/Corrections', AddCorrection, addCorrection, {
    summary: 'Correct a ledger line, or a closed statement, by a signed amount on the next statement',
    description: 'What it corrects stays as it is. Under an Idempotency-Key it is made once.',
    answer: CorrectionAnswer,
    status: 201,
    example: { Corrects: '2026-11', Amount: '-0.0130', Reason: 'The call was cut off' },
  }),
  tenantRoute('GET', '/v1/Accounts/{AccountSid}/Reratings', ListReratings, listReratings, {
    summary: 'List what rating a closed period again has changed',
    answer: ReratingList,
  }),
  operatorRoute('POST', '/v1/Accounts/{AccountSid}/Reratings', Rerate, rerate, {
    summary: 'Rate usage again: what had no price, or all lines of a closed period',
    description:
      'What had no price and finds one now is billed in the open day, once however often this is asked for; what still finds none is named with the reason. With `"Lines": "all"` a closed period is rated again at the prices in force at `PricesAsOf`, tiers, allowances and commitments included: what it costs less is given back by a credit note, what it costs more is a debit line on the next statement. The statement stays as it is; asked again, nothing more is done.',
    answer: ReratingAnswer,
    example: { Period: '2026-11', PricesAsOf: '2026-11-20T00:00:00Z' },
  }),
  tenantRoute('GET', '/v1/Accounts/{AccountSid}/Verify', Verify, verify, {
    summary: 'Prove the statements, credit notes, seals and ledger lines, or name exactly what was changed',
    description: 'One request reads at most 100,000 ledger lines of closed days, except for the operator.',
    answer: VerifyAnswer,
  }),
  tenantRoute('GET', '/2010-04-01/Accounts/{AccountSid}/Balance.json', FetchBalance, fetchTwilioBalance),
  tenantRoute('GET', balance, FetchBalance, fetchBalance, {
    summary: 'Fetch how an account pays, and what it has',
    answer: BalanceAnswer,
  }),
  operatorRoute('POST', balance, ChangeBalance, changeBalance, {
    summary: 'Set how an account pays: by statement, in advance, or up to a limit in each period',
    description:
      'A mode begins 10 seconds later, with the uses that end from then on; a cap holds at once for what is shown, and within 5 seconds for new calls.',
    answer: BalanceAnswer,
    example: { Mode: 'capped', Cap: '100.00' },
  }),
  tenantRoute('GET', `${balance}/Alerts`, FetchBalanceAlerts, fetchBalanceAlerts, {
    summary: 'Fetch of what balances an account is told, and where',
    answer: BalanceAlertsAnswer,
  }),
  tenantRoute('POST', `${balance}/Alerts`, ChangeBalanceAlerts, changeBalanceAlerts, {
    summary: 'Set below what balances an account is told, and where',
    description:
      'Each threshold is told once when the balance falls below it, to `Uri` as a signed callback (AccountSid, Balance, Currency, Threshold, Timestamp, ' +
      'IdempotencyToken) and as a Notification; a top-up above it arms it again. An empty `Uri`: Notifications only.',
    answer: BalanceAlertsAnswer,
    example: { Thresholds: ['20.00', '5.00'], Uri: 'https://example.com/balance', Method: 'POST' },
  }),
  tenantRoute('GET', `${balance}/TopUps`, ListTopUps, listTopUps, {
    summary: 'List what an account has topped up, the latest first',
    answer: TopUpList,
  }),
  operatorRoute('POST', `${balance}/TopUps`, AddTopUp, addTopUp, {
    summary: 'Add to an account’s balance what it has paid',
    description: 'With an `Idempotency-Key` it is added once. A negative amount takes back what is there.',
    answer: TopUpAnswer,
    status: 201,
    example: { Amount: '20.00', Note: 'Payment 4711' },
  }),
  tenantRoute('GET', statements, ListStatements, listStatements, {
    summary: 'List the statements, the latest first',
    answer: StatementList,
  }),
  tenantRoute('GET', `${statements}/Preview`, PreviewStatement, previewStatement('json'), preview.json),
  tenantRoute('GET', `${statements}/Preview.json`, PreviewStatement, previewStatement('json'), preview.json),
  tenantRoute('GET', `${statements}/Preview.csv`, PreviewStatement, previewStatement('csv'), preview.csv),
  tenantRoute('GET', `${statements}/Preview.html`, PreviewStatement, previewStatement('html'), preview.html),
  tenantRoute('GET', `${statements}/Preview.pdf`, PreviewStatement, previewStatement('pdf'), preview.pdf),
  tenantRoute('GET', `${statements}/{StatementName}`, FetchStatement, fetchStatement, {
    summary: 'Fetch a statement in one of its forms, as it was written at the period’s close',
    answer: {
      'application/json': StatementAnswer,
      'text/csv': z.string(),
      'text/html': z.string(),
      'application/pdf': z.string(),
    },
    redirects: true,
  }),
  ...creditNoteRoutes,
  ...exportRoutes,
  ...reconciliationRoutes,
];

export const handler = api(routes);
