import type { Story } from '../story.ts';
import type { VoiceStage } from '../voice-stage.ts';

type Settings = Readonly<Record<string, unknown>>;

/** A call whose caller has recorded something, and what is left of that here and at the carrier. */
async function recorded(stage: VoiceStage, settings: Settings = {}, attributes = '') {
  const { account, number, phones } = await stage.tenant({ recording: settings });
  stage.twiml['/voice'] =
    `<Response><Record playBeep="false" timeout="2" action="/done" ${attributes} recordingStatusCallback="/told"/></Response>`;
  stage.twiml['/done'] = '<Response><Hangup/></Response>';
  stage.carrier.phone(phones[0]).says('Please call me back').dials(number);
  await stage.clock.advanceBy(attributes === '' ? '20s' : '120s');
  const sid = await stage.sidOf('recording');
  const { readMedia } = await import('../../../../functions/recording/bucket.ts');
  const outside = async () => ({
    bytes: await readMedia(`${account.sid}/${sid}.wav`).then(
      ({ length }) => length,
      () => 'none',
    ),
    recordings: stage.ofCalls(number, stage.carrier.network.recordings).length,
    transcriptions: stage.ofCalls(number, stage.carrier.network.transcriptions).length,
  });
  return { account, sid, outside };
}

/** A live call that its program has recorded from outside. */
async function recording(stage: VoiceStage, settings: Settings = {}) {
  const { account, sid: callSid, number } = await stage.liveCall({ recording: settings });
  const path = `Calls/${callSid}/Recordings`;
  const { sid } = await stage.make(stage.recordings, account, `${path}.json`, { form: {} });
  await stage.clock.advanceBy('5s');
  const outside = () => stage.ofCalls(number, stage.carrier.network.recordings).map(({ status }) => status);
  return { account, path: `${path}/${sid}.json`, outside };
}

export const recordings: readonly Story<VoiceStage>[] = [
  {
    name: 'a recording is copied',
    async begin(stage) {
      const { outside } = await recorded(stage);
      return { use: await stage.queued('recording.copy'), outside };
    },
  },
  {
    name: 'a recording is deleted',
    changesTableOnly: true,
    async begin(stage) {
      const { account, sid, outside } = await recorded(stage);
      await stage.perform('recording.copy');
      return { use: stage.asked(stage.recordings, account, 'DELETE', `Recordings/${sid}.json`), outside };
    },
  },
  {
    name: 'a deleted recording is erased',
    async begin(stage) {
      const { account, sid, outside } = await recorded(stage);
      await stage.asked(stage.recordings, account, 'DELETE', `Recordings/${sid}.json`).attempt();
      return { use: await stage.queued('recording.erase'), outside };
    },
  },
  {
    name: 'a recording has been kept long enough',
    changesTableOnly: true,
    async begin(stage) {
      const { outside } = await recorded(stage, { RetentionDays: 1 });
      await stage.perform('recording.copy');
      return { use: await stage.due('recording.expired'), outside };
    },
  },
  {
    name: 'a transcription is settled',
    async begin(stage) {
      const { outside } = await recorded(stage, {}, 'transcribe="true" transcribeCallback="/words"');
      return { use: await stage.queued('transcription.settle'), outside };
    },
  },
  {
    name: 'a transcribed recording is released',
    async begin(stage) {
      const { outside } = await recorded(stage, {}, 'transcribe="true" transcribeCallback="/words"');
      await stage.perform('recording.copy');
      await stage.perform('transcription.settle');
      return { use: await stage.queued('recording.release'), outside };
    },
  },
  {
    name: 'a transcription is deleted',
    changesTableOnly: true,
    async begin(stage) {
      const { account } = await recorded(stage, {}, 'transcribe="true"');
      await stage.perform('transcription.settle');
      const path = `Transcriptions/${await stage.sidOf('transcription')}.json`;
      return { use: stage.asked(stage.transcriptions, account, 'DELETE', path) };
    },
  },
  {
    name: 'an overlong recording is stopped',
    async begin(stage) {
      const { outside } = await recording(stage, { MaxSeconds: 20 });
      return { use: await stage.due('recording.overlong'), settle: () => stage.clock.advanceBy('5s'), outside };
    },
  },
  {
    name: 'a recording is stopped',
    async begin(stage) {
      const { account, path, outside } = await recording(stage);
      const use = stage.asked(stage.recordings, account, 'POST', path, { form: { Status: 'stopped' } });
      return { use, settle: () => stage.clock.advanceBy('5s'), outside };
    },
  },
  {
    name: 'a recording is paused',
    async begin(stage) {
      const { account, path, outside } = await recording(stage);
      const use = stage.asked(stage.recordings, account, 'POST', path, { form: { Status: 'paused' } });
      return { use, outside };
    },
  },
];
