import type { Credentials, Handler } from '../../../integration/gateway.ts';
import type { Story } from '../story.ts';
import type { VoiceStage } from '../voice-stage.ts';

type Form = Readonly<Record<string, string>>;
/** Which of the functions offers it. */
type Api = (stage: VoiceStage) => Handler;

const numbers: Api = (stage) => stage.numbers;
const accounts: Api = (stage) => stage.accounts;
const calls: Api = (stage) => stage.calls;
const usage: Api = (stage) => stage.usage;

type Kind = { readonly name: string; readonly api: Api; readonly list: string; readonly made: Form };

const application: Kind = { name: 'an application', api: numbers, list: 'Applications', made: { FriendlyName: 'One' } };
const key: Kind = { name: 'a key', api: accounts, list: 'Keys', made: { FriendlyName: 'One' } };
const queue: Kind = { name: 'a queue', api: calls, list: 'Queues', made: { FriendlyName: 'One' } };
const trigger: Kind = {
  name: 'a trigger',
  api: usage,
  list: 'Usage/Triggers',
  made: { UsageCategory: 'calls', TriggerValue: '1000', CallbackUrl: 'https://tenant.example/reached' },
};
const bought: Kind = { name: 'a number', api: numbers, list: 'IncomingPhoneNumbers', made: { AreaCode: '808' } };

/** What a tenant has one of, and its path. */
async function having(stage: VoiceStage, { api, list, made }: Kind) {
  const { account } = await stage.tenant();
  const { sid } = await stage.make(api(stage), account, `${list}.json`, { form: made });
  return { account, path: `${list}/${sid}.json` };
}

const changed = (kind: Kind, form: Form): Story<VoiceStage> => ({
  name: `${kind.name} is changed`,
  changesTableOnly: true,
  async begin(stage) {
    const { account, path } = await having(stage, kind);
    return { use: stage.asked(kind.api(stage), account, 'POST', path, { form }) };
  },
});

const deleted = (kind: Kind, settle?: (stage: VoiceStage) => Promise<unknown>): Story<VoiceStage> => ({
  name: `${kind.name} is deleted`,
  async begin(stage) {
    const { account, path } = await having(stage, kind);
    const { numbers: rented, queues } = stage.carrier.network;
    const isBought = ({ phoneNumber }: { readonly phoneNumber: string }) => phoneNumber.startsWith('+1808');
    const outside = () => ({ numbers: [...rented.values()].filter(isBought).length, queues: queues.size });
    const use = stage.asked(kind.api(stage), account, 'DELETE', path);
    return { use, outside, settle: settle && (() => settle(stage)) };
  },
});

const ofAccount = (
  name: string,
  path: (account: Credentials) => string,
  body: { form?: Form; json?: object },
): Story<VoiceStage> => ({
  name,
  async begin(stage) {
    const { account } = await stage.tenant();
    return { use: stage.asked(stage.accounts, stage.platform.operator, 'POST', path(account), body) };
  },
});

export const endpoints: readonly Story<VoiceStage>[] = [
  changed(application, { FriendlyName: 'Other' }),
  deleted(application),
  changed(key, { FriendlyName: 'Other' }),
  deleted(key),
  changed(queue, { FriendlyName: 'Other', MaxSize: '7' }),
  deleted(queue),
  changed(trigger, { FriendlyName: 'Other' }),
  deleted(trigger),
  changed(bought, { VoiceUrl: 'https://tenant.example/voice' }),
  deleted(bought, (stage) => stage.later('2m')),
  ofAccount('an account is suspended', ({ sid }) => `/2010-04-01/Accounts/${sid}.json`, {
    form: { Status: 'suspended' },
  }),
  ofAccount('an account is closed', ({ sid }) => `/2010-04-01/Accounts/${sid}.json`, { form: { Status: 'closed' } }),
  ofAccount('a micro-service is configured', ({ sid }) => `/v1/Accounts/${sid}/MicroServices/call`, {
    json: { CallsPerSecond: 1 },
  }),
  ofAccount('requests are limited', ({ sid }) => `/v1/Accounts/${sid}/Limits`, { json: { RequestsPerSecond: 50 } }),
  {
    name: 'a callback is replayed',
    changesTableOnly: true,
    async begin(stage) {
      const { account, number, phones } = await stage.tenant();
      stage.carrier.phone(phones[0]).answersAfter('1s').hangsUpAfter('5s');
      stage.program.statuses['/told'] = 500;
      const form = {
        From: number,
        To: phones[0],
        Twiml: '<Response><Pause length="60"/></Response>',
        StatusCallback: `${stage.program.url}/told`,
      };
      await stage.make(stage.calls, account, 'Calls.json', { form });
      await stage.clock.advanceBy('20s');
      await stage.perform('callback.send');
      stage.program.statuses['/told'] = 204;
      const events = `/v1/Accounts/${account.sid}/Events`;
      const id = await stage.exchangeOf(account, 'event-callback');
      return {
        use: stage.asked(stage.inspector, account, 'POST', `${events}/${id}/Replay`),
        outside: () => stage.heard('/told'),
      };
    },
  },
];
