import type { World } from '../world.ts';

/** A caller id: validated by a call, shown, renamed, deleted. */
export async function callerId({ client, voice }: World): Promise<void> {
  await client.incomingPhoneNumbers.create({ phoneNumber: '+13125550120' }); // to call it from
  const phone = voice.carrier.phone('+14155550117').answersAfter('1s');
  const request = await client.validationRequests.create({ phoneNumber: phone.number, friendlyName: 'Mine' });
  await voice.clock.advanceBy('3s');
  phone.calls.at(-1)?.presses(request.validationCode);
  await voice.clock.advanceBy('30s');
  const [verified] = await client.outgoingCallerIds.list({ phoneNumber: phone.number });
  if (verified === undefined) throw new Error('The number was not verified');
  await client.outgoingCallerIds(verified.sid).fetch();
  await client.outgoingCallerIds(verified.sid).update({ friendlyName: 'Still mine' });
  await client.outgoingCallerIds(verified.sid).remove();
}
