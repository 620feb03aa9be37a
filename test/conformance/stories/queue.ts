import type { World } from '../world.ts';

/** A queue: made, renamed, two callers in it, one looked at, the first taken out, deleted when it is empty. */
export async function queue({ client, number, voice }: World): Promise<void> {
  const { sid } = await client.queues.create({ friendlyName: 'support', maxSize: 10 });
  await client.queues(sid).update({ friendlyName: 'help', maxSize: 20 });
  voice.twiml['/voice'] = '<Response><Enqueue waitUrl="/wait">help</Enqueue></Response>';
  voice.twiml['/wait'] = '<Response><Pause length="30"/></Response>';
  const calls = ['+14155550118', '+14155550119'].map((phone) => voice.carrier.phone(phone).dials(number));
  await voice.clock.advanceBy('5s');
  await client.queues.list({ limit: 5 });
  await client.queues(sid).fetch();
  const [first, second] = await client.queues(sid).members.list({ limit: 5 });
  if (first === undefined || second === undefined) throw new Error('There are no two callers');
  await client.queues(sid).members(second.callSid).fetch();
  await client
    .queues(sid)
    .members('Front')
    .update({ url: `${voice.programUrl}/out` });
  calls[1]?.hangsUp();
  await voice.clock.advanceBy('5s');
  await client.queues(sid).remove();
}
