import type { World } from '../world.ts';

/** A program that fails, and what its account reads of it: notices, and what was asked and answered. */
export async function notification({ client, number, voice }: World): Promise<void> {
  voice.twiml['/voice'] = '<Response><Say>';
  voice.carrier.phone('+14155550116').dials(number);
  await voice.clock.advanceBy('20s');
  const [told] = await client.api.v2010.accounts(client.accountSid).notifications.list({ limit: 5 });
  if (told === undefined) throw new Error('Nothing was told');
  await client.api.v2010.accounts(client.accountSid).notifications(told.sid).fetch();
  await client.calls(told.callSid).events.list({ limit: 5 });
  await client.calls(told.callSid).notifications.list({ limit: 5 });
  await client.calls(told.callSid).notifications(told.sid).fetch();
}
