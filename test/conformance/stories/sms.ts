import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { World } from '../world.ts';

/** A message that is sent, delivered, redacted and deleted. */
export async function sms({ client, number, voice }: World): Promise<void> {
  const sent = await client.messages.create({ to: '+14155550112', from: number, body: 'Hello' });
  await voice.clock.advanceBy('10s');
  await client.messages(sent.sid).fetch();
  await client.messages.list({ limit: 5 });
  await client.messages(sent.sid).feedback.create({ outcome: 'confirmed' });
  await client.messages(sent.sid).update({ body: '' });
  await client.messages(sent.sid).remove();
}

/** A message with a picture, which is kept, shown and deleted. */
export async function media({ client, number, work }: World): Promise<void> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.from('89504e470d0a1a0a', 'hex'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const mediaUrl = [`http://127.0.0.1:${(server.address() as AddressInfo).port}/picture.png`];
    const sent = await client.messages.create({ to: '+14155550118', from: number, body: 'Look', mediaUrl });
    await work(sent.sid, 'sms');
    const [picture] = await client.messages(sent.sid).media.list({ limit: 5 });
    if (picture === undefined) throw new Error('The picture was not kept');
    await client.messages(sent.sid).media(picture.sid).fetch();
    await client.messages(sent.sid).media(picture.sid).remove();
  } finally {
    server.close();
    server.closeAllConnections();
  }
}
