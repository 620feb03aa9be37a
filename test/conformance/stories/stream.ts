import { startStreamServer } from '../../integration/stream-server.ts';
import type { World } from '../world.ts';

/** Streams of a live call: started with a name and parameters, stopped by name and by SID. */
export async function stream({ client, number, voice }: World): Promise<void> {
  await using server = await startStreamServer();
  voice.carrier.phone('+14155550121').answersAfter('1s');
  const { sid } = await client.calls.create({
    to: '+14155550121',
    from: number,
    twiml: '<Response><Pause length="60"/></Response>',
  });
  await voice.clock.advanceBy('5s');
  const { streams } = client.calls(sid);
  await streams.create({
    url: `${server.url}/media`,
    name: 'feed',
    track: 'both_tracks',
    'parameter1.name': 'who',
    'parameter1.value': 'Jane',
  });
  await voice.clock.advanceBy('1s');
  const [peer] = server.peers;
  const { who, CallSid } = peer?.messages[1]?.start?.customParameters ?? {};
  if (who !== 'Jane' || CallSid !== sid) throw new Error('The server was not told who is calling');
  await client.calls(sid).streams('feed').update({ status: 'stopped' });
  const other = await streams.create({ url: `${server.url}/other` });
  await voice.clock.advanceBy('1s');
  await client.calls(sid).streams(other.sid).update({ status: 'stopped' });
  await client.calls(sid).update({ status: 'completed' });
  await voice.clock.advanceBy('1s');
}
