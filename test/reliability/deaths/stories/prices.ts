import type { BillingStage } from '../billing-stage.ts';
import type { Story } from '../story.ts';

const plan = (Plan: string, EffectiveFrom = '2026-01-01T00:00:00Z') => ({
  Plan,
  Currency: 'USD',
  EffectiveFrom,
  Lines: [{ Meter: 'calls-outbound', Per: 60, Price: { Model: 'per-unit', Price: '0.01' } }],
});

const deck = (Deck: string, EffectiveFrom = '2026-01-01T00:00:00Z') => ({
  Deck,
  Currency: 'USD',
  EffectiveFrom,
  Csv: 'prefix,price\n49,0.02\n',
});

const afterwards = '2026-11-28T12:00:00Z';

const stored = (
  name: string,
  path: string,
  versions: (name: string) => readonly [...object[], object],
): Story<BillingStage> => ({
  name,
  async begin(stage) {
    const all = versions(stage.unique());
    for (const earlier of all.slice(0, -1)) await stage.make(path, earlier);
    return { use: stage.askedOnce(path, all.at(-1) ?? {}) };
  },
});

const ofAccount = (name: string, resource: string, json: object, terms?: object): Story<BillingStage> => ({
  name,
  changesTableOnly: true,
  async begin(stage) {
    const account = await stage.customer(terms);
    return { use: stage.askedOnce(`/v1/Accounts/${account.sid}/${resource}`, json) };
  },
});

export const prices: readonly Story<BillingStage>[] = [
  stored('a rate plan is stored', '/v1/RatePlans', (name) => [plan(name)]),
  stored('a rate plan gets another version', '/v1/RatePlans', (name) => [plan(name), plan(name, afterwards)]),
  stored('a deck is stored', '/v1/Decks', (name) => [deck(name)]),
  stored('a deck gets another version', '/v1/Decks', (name) => [deck(name), deck(name, afterwards)]),
  ofAccount('an account is put on a plan', 'Profiles', { Plan: 'standard' }),
  ofAccount('an account is put on a plan soon', 'Profiles', { Plan: 'standard', ValidFrom: afterwards }),
  ofAccount('a tax is set', 'Taxes', { Name: 'City', Rate: '1.5' }),
  ofAccount('a tax is set for soon', 'Taxes', { Name: 'City', Rate: '1.5', ValidFrom: afterwards }),
  ofAccount('an account is named on its bills', 'BillingDetails', {
    LegalName: 'Example Ltd',
    Address: ['Main Street 1'],
  }),
  ofAccount('an account is to pay in advance', 'Balance', { Mode: 'prepaid' }),
  ofAccount('an account is told of a low balance', 'Balance/Alerts', { Thresholds: ['600', '1'] }, { Mode: 'prepaid' }),
  {
    name: 'a top-up lifts a balance that was low',
    changesTableOnly: true,
    async begin(stage) {
      const account = await stage.customer({ Mode: 'prepaid' });
      const balance = `/v1/Accounts/${account.sid}/Balance`;
      await stage.make(`${balance}/Alerts`, { Thresholds: ['600'], Uri: 'https://tenant.example/low' });
      return { use: stage.askedOnce(`${balance}/TopUps`, { Amount: '200' }) };
    },
  },
];
