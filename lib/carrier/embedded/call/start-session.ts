import { newSession, type Session } from '../interpreter/session.ts';
import type { Source } from '../interpreter/source.ts';
import type { Call, FirstInstructions } from '../network/call.ts';
import type { Network } from '../network/network.ts';
import { readInstructions } from './ask-program.ts';
import { drive } from './drive.ts';

/** Starts executing TwiML on a call. */
export function startSession(
  network: Network,
  call: Call,
  first: FirstInstructions,
  options: { fallback?: Source | undefined; atEnd?: Session['atEnd'] } = {},
): void {
  call.session = newSession({ answered: call.answeredAt !== undefined, ...options });
  instruct(network, call, first);
}

/** Gives a call other instructions than those being executed. A call without a session gets one. */
export function instruct(network: Network, call: Call, instructions: FirstInstructions) {
  call.session ??= newSession({ answered: call.answeredAt !== undefined });
  if (instructions.kind === 'source') return drive(network, call, { kind: 'redirected', source: instructions.source });
  const read = readInstructions(instructions.twiml);
  if (read.kind === 'document') return drive(network, call, { kind: 'given', document: read.document });
  drive(network, call, { kind: 'ungiven', code: read.code, message: read.message });
}
