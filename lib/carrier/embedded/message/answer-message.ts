import { parseTwiml } from '../../../twiml/parse-twiml.ts';
import { numberOf } from '../call/receive-call.ts';
import type { Source } from '../interpreter/source.ts';
import type { Message } from '../network/message.ts';
import type { Network } from '../network/network.ts';
import type { Webhooks } from '../webhook/webhooks.ts';
import { inboundParameters, statusParameters } from './parameters.ts';
import { messageInstructions, type Reply } from './replies.ts';
import { sendMessage } from './send-message.ts';

/** A document that leads to itself is followed so far. */
const mostRedirects = 10;

/** Asks a number's program what to do with an inbound text, and does it. */
export async function answerMessage(network: Network, webhooks: Webhooks, message: Message): Promise<void> {
  const number = numberOf(network, message.to);
  if (number?.sms === undefined) return;
  const parameters = inboundParameters(network, message);
  const code = await follow(network, webhooks, { message, source: number.sms, parameters, redirects: 0 });
  if (code === undefined || number.smsFallback === undefined) return;
  const failed = { ErrorCode: String(code), ErrorUrl: number.sms.url.split('#')[0] ?? '' };
  await follow(network, webhooks, {
    message,
    source: number.smsFallback,
    parameters: { ...parameters, ...failed },
    redirects: 0,
  });
}

type Following = { message: Message; source: Source; parameters: Record<string, string>; redirects: number };

/** Asks one document and executes it; gives Twilio's code if it could not be had or read. */
async function follow(
  network: Network,
  webhooks: Webhooks,
  { message, source, parameters, redirects }: Following,
): Promise<number | undefined> {
  const answer = await webhooks.send(source, parameters);
  if (answer.kind === 'failed') return answer.code;
  if (answer.body.length === 0) return undefined;
  if (answer.contentType.startsWith('text/plain')) {
    reply(network, webhooks, message, { ...plain, body: answer.body.toString('utf8') });
    return undefined;
  }
  const parsed = parseTwiml(answer.body);
  if (parsed.kind === 'refused') {
    network.log(`message ${message.sid}: ${parsed.code} ${parsed.message}`);
    return parsed.code;
  }
  const { replies, redirect } = messageInstructions(parsed.document, answer.url);
  for (const asked of replies) reply(network, webhooks, message, asked);
  if (redirect === undefined || redirects >= mostRedirects) return undefined;
  return follow(network, webhooks, { message, source: redirect, parameters, redirects: redirects + 1 });
}

const plain: Reply = {
  to: undefined,
  from: undefined,
  body: '',
  mediaUrls: [],
  action: undefined,
  statusCallback: undefined,
};

function reply(network: Network, webhooks: Webhooks, message: Message, asked: Reply): void {
  const sent = sendMessage(network, {
    direction: 'outbound-reply',
    from: asked.from ?? message.to,
    to: asked.to ?? message.from,
    body: asked.body,
    mediaUrls: asked.mediaUrls,
    statusCallback: asked.statusCallback && { ...asked.statusCallback, events: [] },
  });
  if (asked.action !== undefined) void webhooks.send(asked.action, statusParameters(network, sent));
}

/** Tells a message's status callback of a move. */
export async function reportMessage(network: Network, webhooks: Webhooks, message: Message): Promise<void> {
  if (message.statusCallback !== undefined)
    await webhooks.send(message.statusCallback, statusParameters(network, message));
}
