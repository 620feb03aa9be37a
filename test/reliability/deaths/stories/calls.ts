import type { Plot, Story } from '../story.ts';
import type { VoiceStage } from '../voice-stage.ts';
import { withoutCarrier } from './without-carrier.ts';

/** What the carrier has of calls from or to a number: how each stands and how long it may be. */
const atCarrier = (stage: VoiceStage, number: string) => () =>
  stage
    .callsAt(number)
    .map(({ status, timeLimitSeconds }) => `${status} ${timeLimitSeconds}`)
    .sort();

/** What ought to have ended is settled: a call that may have reached its carrier is ended when it is due. */
const untilOver = (stage: VoiceStage) => async () => {
  await stage.later('1m');
  await stage.later('5h');
};

/** Somebody is dialled for a conference. */
async function dialled(stage: VoiceStage): Promise<Plot & { readonly account: string }> {
  const { account, number, phones } = await stage.tenant();
  stage.carrier.phone(phones[0]).answersAfter('2s').hangsUpAfter('20s');
  const form = { From: number, To: phones[0] };
  await stage.make(stage.conferences, account, 'Conferences/room/Participants.json', { form });
  const outside = () => stage.callsAt(number).length <= 1;
  return { account: account.sid, use: await stage.queued('call.place'), settle: untilOver(stage), outside };
}

/** The second of two calls waits for its turn. */
async function waiting(stage: VoiceStage): Promise<Plot> {
  const { account, number, phones } = await stage.tenant({ call: { CallsPerSecond: 0.1 } });
  const Twiml = '<Response><Pause length="60"/></Response>';
  for (const phone of phones.slice(0, 2)) {
    stage.carrier.phone(phone).answersAfter('1s').hangsUpAfter('4s');
    await stage.make(stage.calls, account, 'Calls.json', { form: { From: number, To: phone, Twiml } });
  }
  return {
    use: await stage.due('call.place'),
    settle: untilOver(stage),
    outside: () => stage.callsAt(number).length <= 2,
  };
}

/** A call that is over at its carrier, or never got there, of which no webhook told. */
async function unheard(stage: VoiceStage, kind: 'webhook lost' | 'api unavailable') {
  const { account, number, phones } = await stage.tenant();
  stage.carrier.phone(phones[0]).answersAfter('1s').hangsUpAfter('30s');
  stage.carrier.webhooks.faults.set([{ kind, rate: 1 }]);
  const Twiml = '<Response><Pause length="60"/></Response>';
  const form = { From: number, To: phones[0], Twiml, StatusCallback: `${stage.program.url}/told` };
  await stage.make(stage.calls, account, 'Calls.json', { form });
  await stage.clock.advanceBy('60s');
  stage.carrier.webhooks.faults.set([]);
  return { outside: atCarrier(stage, number) };
}

/** An account that pays in advance, with so much. */
async function prepaid(
  stage: VoiceStage,
  account: { readonly sid: string; readonly authToken: string },
  Amount: string,
) {
  const balance = `/v1/Accounts/${account.sid}/Balance`;
  await stage.make(stage.billing, stage.platform.operator, balance, { json: { Mode: 'prepaid' } });
  await stage.make(stage.billing, stage.platform.operator, `${balance}/TopUps`, { json: { Amount } });
  await stage.clock.advanceBy('11s');
}

/** A live call of an account that pays in advance. */
async function paying(stage: VoiceStage, Amount: string, twiml: string, hangsUpAfter: '10m' | '40s') {
  const { account, number, phones } = await stage.tenant();
  await prepaid(stage, account, Amount);
  stage.carrier.phone(phones[0]).answersAfter('1s').hangsUpAfter(hangsUpAfter);
  stage.carrier.phone(phones[1]).answersAfter('1s').hangsUpAfter('5m');
  const Twiml = `<Response>${twiml.replace('OTHER', phones[1]).replace('THIRD', phones[2])}</Response>`;
  await stage.make(stage.calls, account, 'Calls.json', { form: { From: number, To: phones[0], Twiml } });
  await stage.clock.advanceBy('20s');
  return { outside: atCarrier(stage, number) };
}

const changed = (name: string, form: Readonly<Record<string, string>>): Story<VoiceStage> => ({
  name,
  async begin(stage) {
    const { account, number, sid } = await stage.liveCall();
    stage.twiml['/other'] = '<Response><Say>Goodbye</Say><Hangup/></Response>';
    const use = stage.asked(stage.calls, account, 'POST', `Calls/${sid}.json`, {
      form: Object.fromEntries(
        Object.entries(form).map(([key, value]) => [key, value.replace('PROGRAM', stage.program.url)]),
      ),
    });
    return { use, settle: () => stage.clock.advanceBy('30s'), outside: atCarrier(stage, number) };
  },
});

export const calls: readonly Story<VoiceStage>[] = [
  { name: 'a call is placed for a conference', begin: dialled, orElse: withoutCarrier(dialled) },
  { name: 'a waiting call is placed', begin: waiting, orElse: withoutCarrier(waiting) },
  {
    name: 'a call is ended for a conference',
    async begin(stage) {
      const { account, number, phones } = await stage.tenant();
      stage.carrier.phone(phones[0]).answersAfter('20s');
      const form = { From: number, To: phones[0] };
      const added = await stage.make(stage.conferences, account, 'Conferences/room/Participants.json', { form });
      await stage.perform('call.place');
      await stage.clock.advanceBy('5s');
      const path = `Conferences/${added['conference_sid']}/Participants/${added['call_sid']}.json`;
      await stage.asked(stage.conferences, account, 'DELETE', path).attempt();
      const settle = () => stage.clock.advanceBy('5s');
      return { use: await stage.queued('call.end'), settle, outside: atCarrier(stage, number) };
    },
  },
  {
    name: 'a call that never reached its carrier is overdue',
    changesTableOnly: true,
    async begin(stage) {
      const { outside } = await unheard(stage, 'api unavailable');
      return { use: await stage.due('call.overdue'), outside };
    },
  },
  {
    name: 'a call is overdue that has ended at its carrier',
    changesTableOnly: true,
    async begin(stage) {
      const { outside } = await unheard(stage, 'webhook lost');
      return { use: await stage.due('call.overdue'), outside };
    },
  },
  {
    name: 'a call is overdue that still lives at its carrier',
    async begin(stage) {
      const { number } = await stage.liveCall();
      const settle = () => stage.clock.advanceBy('5s');
      return { use: await stage.due('call.overdue', 'now'), settle, outside: atCarrier(stage, number) };
    },
  },
  {
    name: 'the money of a live call is kept back for longer',
    async begin(stage) {
      const { outside } = await paying(stage, '1', '<Pause length="900"/>', '10m');
      return { use: await stage.due('call.hold'), outside };
    },
  },
  {
    name: 'there is no more money for a live call',
    changesTableOnly: true,
    async begin(stage) {
      const { outside } = await paying(stage, '0.065', '<Pause length="900"/>', '10m');
      return { use: await stage.due('call.hold'), outside };
    },
  },
  {
    name: 'a leg that was never dialled gives its money back',
    changesTableOnly: true,
    async begin(stage) {
      const { outside } = await paying(stage, '1', '<Dial>OTHER</Dial><Dial timeLimit="60">THIRD</Dial>', '40s');
      await stage.clock.advanceBy('60s');
      return { use: await stage.due('call.rides'), outside };
    },
  },
  {
    name: 'a stream is overdue',
    changesTableOnly: true,
    async begin(stage) {
      const { account, number, sid } = await stage.liveCall();
      const form = { Url: 'ws://127.0.0.1:9/stream', Name: 'feed' };
      stage.carrier.webhooks.faults.set([{ kind: 'webhook lost', rate: 1 }]);
      await stage.make(stage.calls, account, `Calls/${sid}/Streams.json`, { form });
      stage.carrier.webhooks.faults.set([]);
      for (const call of stage.carrier.phone(number).calls) call.hangsUp();
      await stage.asked(stage.calls, account, 'POST', `Calls/${sid}.json`, { form: { Status: 'completed' } }).attempt();
      await stage.clock.advanceBy('5s');
      return { use: await stage.due('stream.overdue') };
    },
  },
  changed('a call is ended', { Status: 'completed' }),
  changed('a call is redirected', { Url: 'PROGRAM/other' }),
  changed('a call gets other TwiML', { Twiml: '<Response><Hangup/></Response>' }),
  {
    name: 'a waiting call is canceled',
    async begin(stage) {
      const { account, number, phones } = await stage.tenant({ call: { CallsPerSecond: 0.1 } });
      const form = { From: number, To: phones[0], Twiml: '<Response><Hangup/></Response>' };
      await stage.make(stage.calls, account, 'Calls.json', { form });
      const { sid } = await stage.make(stage.calls, account, 'Calls.json', { form });
      const use = stage.asked(stage.calls, account, 'POST', `Calls/${sid}.json`, { form: { Status: 'canceled' } });
      return { use, settle: () => stage.later('1m'), outside: atCarrier(stage, number) };
    },
  },
  {
    name: 'a call is deleted',
    changesTableOnly: true,
    async begin(stage) {
      const { account, sid } = await stage.liveCall();
      await stage.asked(stage.calls, account, 'POST', `Calls/${sid}.json`, { form: { Status: 'completed' } }).attempt();
      await stage.clock.advanceBy('5s');
      return { use: stage.asked(stage.calls, account, 'DELETE', `Calls/${sid}.json`) };
    },
  },
];
