import type { World } from '../world.ts';

/** A call that is placed, redirected, recorded and ended. */
export async function call({ client, number, voice }: World): Promise<void> {
  voice.carrier.phone('+14155550111').answersAfter('1s');
  const placed = await client.calls.create({
    to: '+14155550111',
    from: number,
    twiml: '<Response><Pause length="60"/></Response>',
    statusCallback: `${voice.programUrl}/status`,
    statusCallbackEvent: ['ringing', 'completed'],
  });
  await voice.clock.advanceBy('5s');
  await client.calls(placed.sid).fetch();
  const recording = await client.calls(placed.sid).recordings.create();
  await client.calls(placed.sid).recordings.list({ limit: 5 });
  await client.calls(placed.sid).recordings(recording.sid).fetch();
  await voice.clock.advanceBy('5s');
  await client.calls(placed.sid).recordings(recording.sid).update({ status: 'stopped' });
  await client.calls(placed.sid).update({ twiml: '<Response><Pause length="5"/><Hangup/></Response>' });
  await voice.clock.advanceBy('20s');
  await client.calls(placed.sid).recordings(recording.sid).remove();
  await client.calls.list({ to: '+14155550111', limit: 5 });
  await client.calls(placed.sid).fetch();
  await client.calls(placed.sid).remove();
}
