import type { Credentials } from '../../../integration/gateway.ts';
import { streamEvent } from '../../../integration/usage/stream.ts';
import type { BillingStage } from '../billing-stage.ts';
import type { Plot, Story } from '../story.ts';

type Ask = (stage: BillingStage, account: Credentials) => Promise<Plot> | Plot;

/** Of a customer whose November is closed. */
const afterClose = (ask: Ask, terms?: object) => async (stage: BillingStage) => {
  const account = await stage.customer(terms);
  await stage.closeNovember(account);
  return ask(stage, account);
};

/** What is asked for an account, and whether what the table then says of its bills lies in the bucket. */
const posted =
  (resource: string, json: object): Ask =>
  (stage, { sid }) => ({
    use: stage.askedOnce(`/v1/Accounts/${sid}/${resource}`, json),
    outside: () => stage.bytesOf(sid),
  });

/** Other prices, so that November costs more or less by them. */
const rerated =
  (Price: string): Ask =>
  async (stage, account) => {
    const Plan = stage.unique();
    const meters = ['calls-outbound', 'calls-inbound', 'sms-outbound', 'sms-inbound', 'faxes'];
    const Lines = meters.map((Meter) => ({ Meter, Price: { Model: 'per-unit', Price } }));
    await stage.make('/v1/RatePlans', { Plan, Currency: 'USD', EffectiveFrom: '2026-01-01T00:00:00Z', Lines });
    await stage.make(`/v1/Accounts/${account.sid}/Profiles`, { Plan });
    const PricesAsOf = '2026-12-01T06:00:00Z';
    const json = { Lines: 'all', Period: '2026-11', PricesAsOf, Reason: 'The prices were wrong' };
    return posted('Reratings', json)(stage, account);
  };

const correction = posted('Corrections', { Corrects: '2026-11', Amount: '-1.25', Reason: 'Cut off' });

/** An account reads its ledger, a few lines at a time. */
const exported: Ask = async (stage, account) => {
  const first = `/v1/Accounts/${account.sid}/Exports/ledger.csv?Period=2026-11&PageSize=5`;
  const { text, next = '' } = await stage.page(first, account);
  let second = '';
  const attempt = async () => {
    const page = await stage.page(next, account);
    second = page.text;
    return page.isThere;
  };
  return { use: { attempt }, outside: () => text + second };
};

export const bills: readonly Story<BillingStage>[] = [
  {
    name: 'usage is rated',
    changesTableOnly: true,
    async begin(stage) {
      const { uses } = await stage.customer({ Mode: 'prepaid' }, false);
      return {
        use: { attempt: async () => (await stage.rate(streamEvent(uses.slice(0, 3)))).batchItemFailures.length === 0 },
      };
    },
  },
  {
    name: 'a billing run is started',
    async begin(stage) {
      const { sid } = await stage.customer();
      stage.turnTo('2026-12-01T06:00:00Z');
      return { use: stage.askedOnce('/v1/BillingRuns', { AccountSid: sid }), settle: stage.workQueue };
    },
  },
  {
    name: 'an account is billed',
    async begin(stage) {
      const { sid } = await stage.customer();
      stage.turnTo('2026-12-01T06:00:00Z');
      const { Sid: run } = await stage.make('/v1/BillingRuns', { AccountSid: sid });
      return { use: stage.queued({ run, chunk: '0' }), outside: () => stage.bytesOf(sid) };
    },
  },
  { name: 'a correction is made', changesTableOnly: true, begin: afterClose(correction) },
  {
    name: 'a correction gives money back',
    changesTableOnly: true,
    begin: afterClose(correction, { Mode: 'prepaid' }),
  },
  {
    name: 'a credit note is made',
    changesTableOnly: true,
    begin: afterClose(posted('CreditNotes', { Period: '2026-11', Amount: '0.10', Reason: 'Cut off' })),
  },
  { name: 'a month is rated again and costs less', changesTableOnly: true, begin: afterClose(rerated('0.000000001')) },
  { name: 'a month is rated again and costs more', changesTableOnly: true, begin: afterClose(rerated('9')) },
  {
    name: 'a carrier’s list is to be read',
    changesTableOnly: true,
    async begin(stage) {
      const json = { Carrier: 'twilio', From: '2026-11-19T00:00:00Z', To: '2026-11-20T00:00:00Z', Currency: 'USD' };
      return { use: stage.askedOnce('/v1/Reconciliations/FromCarrier', json) };
    },
  },
  { name: 'an export is read on', changesTableOnly: true, begin: afterClose(exported) },
];
