import { expect, test } from '@jest/globals';
import type { World } from '../world.ts';

/** Tokens: credentials for the STUN and TURN servers of a deployment. */
export function tokens(started: () => World): void {
  // Guarantee: a browser gets what its RTCPeerConnection takes, good for a day or as long as was asked for.
  test('create', async () => {
    const { client, sid } = await started().enrol('Tokens');
    const token = await client.tokens.create();
    const { username, password } = token;
    expect(token).toMatchObject({ accountSid: sid, ttl: '86400', username: expect.stringMatching(`^\\d{10}:${sid}$`) });
    expect(token.iceServers).toEqual([
      { url: 'stun:stun.example.com', urls: 'stun:stun.example.com' },
      { url: 'turn:turn.example.com', urls: 'turn:turn.example.com', username, credential: password },
    ]);
    expect(await client.tokens.create({ ttl: 300 })).toMatchObject({ ttl: '300' });
    await expect(client.tokens.create({ ttl: 86_401 })).rejects.toMatchObject({ status: 400, code: 20001 });
  });
}
