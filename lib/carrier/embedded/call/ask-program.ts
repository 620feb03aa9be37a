import type { TwimlElement } from '../../../twiml/element.ts';
import { parseTwiml } from '../../../twiml/parse-twiml.ts';
import type { Source } from '../interpreter/source.ts';
import type { Call } from '../network/call.ts';
import type { Network } from '../network/network.ts';
import { queueParameters } from '../queue/caller-queues.ts';
import type { Webhooks } from '../webhook/webhooks.ts';
import { drive } from './drive.ts';
import { callParameters } from './parameters.ts';

type Instructions =
  | { readonly kind: 'document'; readonly document: TwimlElement }
  | { readonly kind: 'unreadable'; readonly code: number; readonly message: string };

/** Asks a call's program for instructions; they come to the call's session as its input. */
export async function askProgram(
  network: Network,
  webhooks: Webhooks,
  call: Call,
  ask: { request: number; source: Source; parameters: Readonly<Record<string, string>> },
): Promise<void> {
  const { request, source, parameters } = ask;
  const known = { ...callParameters(network, call), ...queueParameters(network, call) };
  const instructions = await instructionsOf(webhooks, source, { ...known, ...parameters });
  drive(network, call, { ...instructions, request, source: withoutFragment(source) });
}

async function instructionsOf(
  webhooks: Webhooks,
  source: Source,
  parameters: Record<string, string>,
): Promise<Instructions> {
  const answer = await webhooks.send(source, parameters);
  if (answer.kind === 'failed') return { kind: 'unreadable', code: answer.code, message: answer.message };
  if (answer.contentType.startsWith('text/plain')) return said(answer.body.toString('utf8'));
  return readInstructions(answer.body);
}

/** Reads TwiML; what cannot be read has Twilio's code 12100 or 12102. */
export function readInstructions(twiml: string | Uint8Array): Instructions {
  const parsed = parseTwiml(twiml);
  if (parsed.kind === 'document') return parsed;
  return { kind: 'unreadable', code: parsed.code, message: `${parsed.message} (line ${parsed.line})` };
}

/** Twilio reads an answer of plain text aloud. */
const said = (text: string): Instructions => ({
  kind: 'document',
  document: {
    name: 'Response',
    attributes: {},
    line: 0,
    children: [{ name: 'Say', attributes: {}, children: [text], line: 1 }],
  },
});

const withoutFragment = ({ url, method }: Source): Source => ({ url: url.split('#')[0] ?? url, method });
