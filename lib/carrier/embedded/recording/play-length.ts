import { timing } from '../timing.ts';
import { Unanswered } from '../webhook/exchange.ts';
import type { Webhooks } from '../webhook/webhooks.ts';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** How long a `<Play>` takes: a WAV's real length where it can be fetched from this machine, else a fixed time. */
export async function playMilliseconds(webhooks: Webhooks, url: string): Promise<number> {
  const host = URL.parse(url);
  if (host?.protocol !== 'http:' || !loopback.has(host.hostname)) return timing.playOfUnknownLength;
  try {
    const limits = { connectMilliseconds: 5_000, readMilliseconds: 15_000 };
    const { status, body } = await webhooks.connections.exchange({ url, method: 'GET', headers: {}, ...limits });
    return (status === 200 ? wavMilliseconds(body) : undefined) ?? timing.playOfUnknownLength;
  } catch (error) {
    if (error instanceof Unanswered) return timing.playOfUnknownLength;
    throw error;
  }
}

/** The length of a WAV file by its chunks, or undefined if it is none. */
export function wavMilliseconds(file: Buffer): number | undefined {
  if (file.length < 12 || file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE')
    return undefined;
  let bytesPerSecond = 0;
  for (let at = 12; at + 8 <= file.length; ) {
    const name = file.toString('latin1', at, at + 4);
    const bytes = file.readUInt32LE(at + 4);
    if (name === 'fmt ' && at + 20 <= file.length) bytesPerSecond = file.readUInt32LE(at + 16);
    if (name === 'data') {
      const present = Math.min(bytes, file.length - at - 8); // A streamed file may claim more than there is.
      return bytesPerSecond === 0 ? undefined : Math.round((present / bytesPerSecond) * 1_000);
    }
    at += 8 + bytes + (bytes % 2);
  }
  return undefined;
}
