import { keyFor } from '../../lib/access/data-key.ts';
import type { Carrier } from '../../lib/carrier/carrier.ts';
import { messageToSend } from '../../lib/message/send-message.ts';
import type { Write } from '../../lib/store/commit.ts';
import type { Consequence } from '../../lib/store/outbox.ts';
import { sidOf } from '../../lib/store/sid.ts';
import type { Message } from './message.ts';
import { isStopped, type Pair, putOptOut } from './opt-out.ts';
import { type OptOutType, optOutTypeOf } from './opt-out-keyword.ts';

/** The account's own words; an empty one is not sent. */
interface Texts {
  readonly StopConfirmation: string;
  readonly StartConfirmation: string;
  readonly HelpText: string;
}

/** What goes into the transaction that stores the message. */
interface Answer {
  readonly writes: readonly Write[];
  readonly actions: readonly Consequence[];
}

const nothing: Answer = { writes: [], actions: [] };

/**
 * What follows from a message that is an opt-out keyword: STOP and START are written down for the pair of numbers, and
 * confirmed once, when they change something; HELP is answered. Where the carrier confirms by itself, we do not.
 */
export async function answerKeyword(message: Message, texts: Texts, carrier: Carrier): Promise<Answer> {
  const type = optOutTypeOf(message.body);
  if (type === undefined) return nothing;
  const pair = { accountSid: message.accountSid, own: message.to, person: message.from };
  if (type !== 'HELP' && (await isStopped(pair)) === (type === 'STOP')) return nothing;
  const body = textOf(type, texts);
  const silent = body === '' || carrier.capabilities.has('carrierOptOut');
  return { writes: writesOf(type, pair, message), actions: silent ? [] : [await confirmation(message, body)] };
}

function textOf(type: OptOutType, { StopConfirmation, StartConfirmation, HelpText }: Texts): string {
  return { STOP: StopConfirmation, START: StartConfirmation, HELP: HelpText }[type];
}

function writesOf(type: OptOutType, pair: Pair, { sid: messageSid, createdAt: changedAt }: Message): Write[] {
  if (type === 'HELP') return [];
  return [putOptOut(pair, { status: type === 'STOP' ? 'stopped' : 'started', messageSid, changedAt })];
}

const confirmation = async (message: Message, body: string): Promise<Consequence> =>
  messageToSend({
    messageSid: sidOf('SM', await keyFor('sid'), ['confirmation', message.sid]),
    from: message.to,
    to: message.from,
    body,
    mediaUrls: [],
    causedBy: message.sid,
    confirmsOptOut: true,
  });
