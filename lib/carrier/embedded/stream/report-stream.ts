import type { MediaStream, StreamEvent } from '../network/media-stream.ts';
import type { Network } from '../network/network.ts';
import type { Webhooks } from '../webhook/webhooks.ts';
import type { StreamFault } from './connection.ts';

/** Tells a stream's status callback of what happened to it. */
export async function reportStream(
  network: Network,
  webhooks: Webhooks,
  stream: MediaStream,
  event: StreamEvent,
): Promise<void> {
  const { statusCallback, name } = stream.settings;
  if (event.kind === 'stream-error') noteFault(network, stream, event.fault);
  if (statusCallback === undefined) return;
  await webhooks.send(statusCallback, {
    AccountSid: network.accountSid,
    CallSid: stream.callSid,
    StreamSid: stream.sid,
    ...(name === undefined ? {} : { StreamName: name }),
    StreamEvent: event.kind,
    ...(event.kind === 'stream-error' ? { StreamError: `${event.fault.code}: ${event.fault.message}` } : {}),
    Timestamp: new Date(network.clock.now()).toISOString(),
  });
}

/** In the trace of the call. */
function noteFault(network: Network, { callSid, settings }: MediaStream, { code, message }: StreamFault): void {
  const detail = `${message}: ${settings.url}`;
  network.calls.get(callSid)?.trace.push({ at: network.clock.now(), verb: 'error', line: 0, detail, code });
}
