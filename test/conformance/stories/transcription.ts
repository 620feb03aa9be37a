import type { World } from '../world.ts';

/** Transcriptions of the account, and of a recording: in progress, completed, with their price, and deleted. */
export async function transcription({ client, number, voice, work }: World): Promise<void> {
  voice.twiml['/voice'] = '<Response><Record timeout="2" transcribe="true" action="/done"/></Response>';
  voice.twiml['/done'] = '<Response><Hangup/></Response>';
  for (const words of ['The first of two messages', 'The second of two messages']) {
    voice.carrier.phone('+14155550119').says(words).dials(number);
    await voice.clock.advanceBy('30s');
  }
  const [second, first] = await client.transcriptions.list({ limit: 5 });
  if (first === undefined || second === undefined) throw new Error('Nothing was transcribed');
  await client.transcriptions(first.sid).fetch();
  for (const { sid } of [first, second]) await work(sid, 'transcription');
  await client.transcriptions.list({ limit: 1, pageSize: 1 });
  await client.transcriptions(first.sid).fetch();
  const ofRecording = client.recordings(second.recordingSid).transcriptions;
  await ofRecording.list();
  await ofRecording(second.sid).fetch();
  await ofRecording(second.sid).remove();
  await client.transcriptions(first.sid).remove();
}
