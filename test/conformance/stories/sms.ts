import type { World } from '../world.ts';

/** A message that is sent, delivered, redacted and deleted. */
export async function sms({ client, number, voice }: World): Promise<void> {
  const sent = await client.messages.create({ to: '+14155550112', from: number, body: 'Hello' });
  await voice.clock.advanceBy('10s');
  await client.messages(sent.sid).fetch();
  await client.messages.list({ limit: 5 });
  await client.messages(sent.sid).media.list({ limit: 5 });
  await client.messages(sent.sid).update({ body: '' });
  await client.messages(sent.sid).remove();
}
