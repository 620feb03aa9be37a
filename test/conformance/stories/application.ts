import type { World } from '../world.ts';

/** An application, and a number that names it. */
export async function application({ client }: World): Promise<void> {
  const created = await client.applications.create({ friendlyName: 'Desk', voiceUrl: 'https://example.com/voice' });
  await client.applications(created.sid).fetch();
  await client.applications(created.sid).update({ smsUrl: 'https://example.com/sms' });
  await client.applications.list({ friendlyName: 'Desk', limit: 5 });
  await client.incomingPhoneNumbers.create({ areaCode: '415', voiceApplicationSid: created.sid });
  await client.applications(created.sid).remove();
}
