import type { World } from '../world.ts';

/** API keys, under both of their names; a client that uses one. */
export async function key({ client, clientOf }: World): Promise<void> {
  const created = await client.newKeys.create({ friendlyName: 'Laptop' });
  const byKey = clientOf({ sid: created.sid, authToken: created.secret }, client.accountSid);
  await byKey.incomingPhoneNumbers.list({ limit: 5 });
  await client.keys(created.sid).fetch();
  await client.keys(created.sid).update({ friendlyName: 'Server' });
  await client.keys.list({ limit: 5 });
  await client.keys(created.sid).remove();
  const signing = await client.newSigningKeys.create({ friendlyName: 'Phone' });
  await client.signingKeys(signing.sid).fetch();
  await client.signingKeys(signing.sid).update({ friendlyName: 'Tablet' });
  await client.signingKeys.list({ limit: 5 });
  await client.signingKeys(signing.sid).remove();
}
