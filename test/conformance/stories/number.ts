import type { World } from '../world.ts';

/** Numbers on offer. */
export async function availableNumber({ client }: World): Promise<void> {
  await client.availablePhoneNumbers.list({ limit: 5 });
  await client.availablePhoneNumbers('US').fetch();
  const offer = client.availablePhoneNumbers('US');
  await offer.local.list({ limit: 2, areaCode: 415, smsEnabled: true });
  await offer.mobile.list({ limit: 2 });
  await offer.tollFree.list({ limit: 2 });
  await offer.national.list({ limit: 2 });
  await offer.sharedCost.list({ limit: 2 });
  await offer.voip.list({ limit: 2 });
  await offer.machineToMachine.list({ limit: 2 });
  await client.availablePhoneNumbers('GB').mobile.list({ limit: 2 });
}

/** Numbers of the account: bought, changed, listed, given back. */
export async function number({ client }: World): Promise<void> {
  const bought = await client.incomingPhoneNumbers.create({
    phoneNumber: '+14155550150',
    voiceUrl: 'https://example.com/voice',
  });
  await client.incomingPhoneNumbers(bought.sid).fetch();
  await client.incomingPhoneNumbers(bought.sid).update({ friendlyName: 'Front desk' });
  await client.incomingPhoneNumbers.list({ limit: 5 });
  await client.incomingPhoneNumbers(bought.sid).remove();
  const { local, mobile, tollFree } = client.incomingPhoneNumbers;
  await local.create({ phoneNumber: '+13125550101' });
  await mobile.create({ phoneNumber: '+447700100001' });
  await tollFree.create({ phoneNumber: '+18005550101' });
  await local.list({ limit: 5 });
  await mobile.list({ limit: 5 });
  await tollFree.list({ limit: 5 });
}
