import type { Plot, Story } from '../story.ts';
import type { VoiceStage } from '../voice-stage.ts';
import { withoutCarrier } from './without-carrier.ts';

type Fault = 'webhook lost' | 'api unanswered';
type Form = Readonly<Record<string, string>>;

/** What the carrier has of a tenant's messages, each time it was sent. */
const sentBy = (stage: VoiceStage, number: string) => () =>
  [...stage.carrier.network.messages.values()].filter(({ from }) => from === number).map(({ body }) => body);

/** A message that a tenant has sent, after so long. */
async function sent(stage: VoiceStage, form: Form = {}, after: '0s' | '10s' = '10s', faults: readonly Fault[] = []) {
  const { account, number, phones } = await stage.tenant();
  stage.carrier.webhooks.faults.set(faults.map((kind) => ({ kind, rate: 1 })));
  const told = { StatusCallback: `${stage.program.url}/told` };
  const asking = { form: { From: number, To: phones[0], Body: 'Hello', ...told, ...form } };
  const { sid = '' } = await stage.make(stage.messages, account, 'Messages.json', asking);
  await stage.clock.advanceBy(after);
  stage.carrier.webhooks.faults.set([]);
  return { account, sid: sid || (await stage.sidOf('message')), outside: sentBy(stage, number) };
}

/** Somebody has texted a tenant whose program answers with a message. */
async function received(stage: VoiceStage) {
  const settings = { ApplicationUri: `${stage.program.url}/sms` };
  const { number, phones } = await stage.tenant({ sms: settings });
  stage.twiml['/sms'] = `<Response><Message>Thank you</Message></Response>`;
  stage.carrier.phone(phones[0]).texts(number, 'Hi');
  await stage.clock.advanceBy('5s');
  return { outside: () => ({ sent: sentBy(stage, number)(), heard: stage.heard('/sms').length }) };
}

/** What the carrier was asked for, or perhaps was, is looked for there until its time is over. */
const untilOver = (stage: VoiceStage) => async () => {
  await stage.later('2m');
  await stage.later('5h');
  await stage.later('5h');
};

async function scheduled(stage: VoiceStage): Promise<Plot> {
  const SendAt = new Date(stage.clock.now() + 3_600_000).toISOString();
  const { outside } = await sent(stage, { ScheduleType: 'fixed', SendAt }, '0s');
  return { use: await stage.due('message.send'), settle: untilOver(stage), outside };
}

async function requested(stage: VoiceStage): Promise<Plot> {
  const { outside } = await received(stage);
  await stage.perform('message.answer');
  return { use: await stage.queued('message.send'), settle: untilOver(stage), outside };
}

export const messages: readonly Story<VoiceStage>[] = [
  {
    name: 'a message is answered',
    async begin(stage) {
      const { outside } = await received(stage);
      return { use: await stage.queued('message.answer'), outside };
    },
  },
  { name: 'a message is sent that a program answered with', begin: requested, orElse: withoutCarrier(requested) },
  { name: 'a scheduled message is sent', begin: scheduled, orElse: withoutCarrier(scheduled) },
  {
    name: 'a message is looked for at its carrier',
    changesTableOnly: true,
    async begin(stage) {
      const { outside } = await sent(stage, {}, '10s', ['api unanswered', 'webhook lost']);
      return { use: await stage.due('message.settle'), outside };
    },
  },
  {
    name: 'a message is closed whose end nobody told',
    changesTableOnly: true,
    async begin(stage) {
      const { outside } = await sent(stage, {}, '10s', ['webhook lost']);
      return { use: await stage.due('message.overdue'), outside };
    },
  },
  {
    name: 'media of a message are kept',
    async begin(stage) {
      const { account, sid, outside } = await sent(stage, { MediaUrl: `${stage.program.url}/picture` });
      const { mediaOf } = await import('../../../../functions/sms/media.ts');
      const { readBytes } = await import('../../../../functions/sms/media-bucket.ts');
      const kept = async () => {
        const media = await mediaOf(sid);
        const bytes = await Promise.all(media.map((medium) => readBytes(medium)));
        return { account: account.sid, sent: outside(), bytes: bytes.map(({ length }) => length) };
      };
      return { use: await stage.queued('message.keepMedia'), outside: kept };
    },
  },
  {
    name: 'a scheduled message is canceled',
    changesTableOnly: true,
    async begin(stage) {
      const SendAt = new Date(stage.clock.now() + 3_600_000).toISOString();
      const { account, sid, outside } = await sent(stage, { ScheduleType: 'fixed', SendAt }, '0s');
      const form = { Status: 'canceled' };
      return { use: stage.asked(stage.messages, account, 'POST', `Messages/${sid}.json`, { form }), outside };
    },
  },
  {
    name: 'a message is redacted',
    changesTableOnly: true,
    async begin(stage) {
      const { account, sid, outside } = await sent(stage);
      return {
        use: stage.asked(stage.messages, account, 'POST', `Messages/${sid}.json`, { form: { Body: '' } }),
        outside,
      };
    },
  },
  {
    name: 'a message is deleted',
    changesTableOnly: true,
    async begin(stage) {
      const { account, sid } = await sent(stage);
      return { use: stage.asked(stage.messages, account, 'DELETE', `Messages/${sid}.json`) };
    },
  },
  {
    name: 'feedback is given',
    changesTableOnly: true,
    async begin(stage) {
      const { account, sid } = await sent(stage);
      return { use: stage.asked(stage.messages, account, 'POST', `Messages/${sid}/Feedback.json`, { form: {} }) };
    },
  },
];
