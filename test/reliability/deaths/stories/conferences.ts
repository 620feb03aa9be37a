import type { Story } from '../story.ts';
import type { VoiceStage } from '../voice-stage.ts';

/** Two callers in a room; who comes later may find it full. */
async function meeting(stage: VoiceStage, settings: Readonly<Record<string, unknown>> = {}) {
  const { account, number, phones } = await stage.tenant({ conference: settings });
  const told = 'statusCallback="/events" statusCallbackEvent="start end join leave mute hold"';
  stage.twiml['/voice'] = `<Response><Dial><Conference ${told}>room</Conference></Dial></Response>`;
  for (const phone of phones.slice(0, 2)) {
    stage.carrier.phone(phone).hangsUpAfter('10m').dials(number);
    await stage.clock.advanceBy('5s');
  }
  const { PK } = await stage.itemWith(({ entity, from }) => entity === 'call' && from === phones[0]);
  const outside = () =>
    stage
      .callsAt(number)
      .map(({ status }) => status)
      .sort();
  return { account, conference: await stage.sidOf('conference'), callSid: String(PK).slice('RES#'.length), outside };
}

const later = (stage: VoiceStage) => () => stage.clock.advanceBy('10s');

const changed = (name: string, form: Readonly<Record<string, string>>, isOfOne: boolean): Story<VoiceStage> => ({
  name,
  async begin(stage) {
    const { account, conference, callSid, outside } = await meeting(stage);
    const path = `Conferences/${conference}${isOfOne ? `/Participants/${callSid}` : ''}.json`;
    return { use: stage.asked(stage.conferences, account, 'POST', path, { form }), settle: later(stage), outside };
  },
});

export const conferences: readonly Story<VoiceStage>[] = [
  {
    name: 'somebody is removed from a full room',
    async begin(stage) {
      const { outside } = await meeting(stage, { MaxParticipants: 1 });
      return { use: await stage.queued('participant.remove'), settle: later(stage), outside };
    },
  },
  {
    name: 'a conference hears that whom it dialled did not come',
    changesTableOnly: true,
    async begin(stage) {
      const { account, number, phones } = await stage.tenant();
      stage.carrier.phone(phones[0]).busy();
      const form = { From: number, To: phones[0] };
      await stage.make(stage.conferences, account, 'Conferences/room/Participants.json', { form });
      await stage.perform('call.place');
      await stage.clock.advanceBy('10s');
      return { use: await stage.queued('participant.callEnded') };
    },
  },
  {
    name: 'a conference is settled of which nothing is heard any more',
    changesTableOnly: true,
    async begin(stage) {
      const { outside } = await meeting(stage);
      stage.carrier.webhooks.faults.set([{ kind: 'webhook lost', rate: 1 }]);
      await stage.clock.advanceBy('11m');
      stage.carrier.webhooks.faults.set([]);
      return { use: await stage.due('conference.settle'), outside };
    },
  },
  changed('a conference is ended', { Status: 'completed' }, false),
  changed('a participant is muted', { Muted: 'true' }, true),
  {
    name: 'a participant is removed',
    async begin(stage) {
      const { account, conference, callSid, outside } = await meeting(stage);
      const path = `Conferences/${conference}/Participants/${callSid}.json`;
      return { use: stage.asked(stage.conferences, account, 'DELETE', path), settle: later(stage), outside };
    },
  },
  {
    name: 'somebody is asked to a conference',
    async begin(stage) {
      const { account, number, phones } = await stage.tenant();
      const form = { From: number, To: phones[0] };
      return { use: stage.askedOnce(stage.conferences, account, 'Conferences/room/Participants.json', { form }) };
    },
  },
];
