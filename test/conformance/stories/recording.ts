import type { World } from '../world.ts';

/** Recordings of the account: of calls, and of conferences. */
export async function recording({ client, number, voice }: World): Promise<void> {
  voice.twiml['/voice'] = '<Response><Record maxLength="5" playBeep="false" action="/done"/></Response>';
  voice.twiml['/done'] = '<Response><Hangup/></Response>';
  voice.carrier.phone('+14155550113').says('one two three').dials(number);
  await voice.clock.advanceBy('30s');
  const [made] = await client.recordings.list({ limit: 5 });
  if (made === undefined) throw new Error('Nothing was recorded');
  await client.recordings(made.sid).fetch();
  await client.recordings(made.sid).remove();
}
