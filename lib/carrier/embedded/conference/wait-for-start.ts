import { elementsOf } from '../../../twiml/element.ts';
import { parseTwiml } from '../../../twiml/parse-twiml.ts';
import { callParameters } from '../call/parameters.ts';
import { spokenText } from '../interpreter/attribute.ts';
import type { Source } from '../interpreter/source.ts';
import type { Call } from '../network/call.ts';
import type { Conference } from '../network/conference.ts';
import type { Network } from '../network/network.ts';
import { hear } from '../phone/hearing.ts';
import type { Webhooks } from '../webhook/webhooks.ts';

/** `waitUrl`: asked once for whoever waits for the room to start; what it says is heard, without taking time. */
export async function waitForStart(
  network: Network,
  webhooks: Webhooks,
  call: Call,
  conference: Conference,
  source: Source,
): Promise<void> {
  const room = { ConferenceSid: conference.sid, FriendlyName: conference.friendlyName };
  const answer = await webhooks.send(source, { ...callParameters(network, call), ...room });
  if (answer.kind === 'failed' || conference.status !== 'init' || call.conferenceSid !== conference.sid) return;
  const parsed = parseTwiml(answer.body);
  if (parsed.kind === 'refused') return;
  for (const verb of elementsOf(parsed.document)) {
    if (verb.name === 'Say') hear(network, call, 'carrier', spokenText(verb));
  }
}
