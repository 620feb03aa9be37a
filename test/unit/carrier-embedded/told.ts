import type { Effect } from '../../../lib/carrier/embedded/interpreter/effect.ts';
import type { Input } from '../../../lib/carrier/embedded/interpreter/input.ts';
import { interpret } from '../../../lib/carrier/embedded/interpreter/interpret.ts';
import { newSession, type Session } from '../../../lib/carrier/embedded/interpreter/session.ts';
import { parseTwiml } from '../../../lib/twiml/parse-twiml.ts';

export const source = { url: 'https://program.example/voice/start', method: 'POST' } as const;

/** A session whose program was asked and answered this TwiML. */
export function answered(twiml: string, options: Partial<Parameters<typeof newSession>[0]> = {}) {
  const asked = interpret(newSession({ answered: false, ...options }), { kind: 'redirected', source });
  return then(asked.session, documentOf(asked.session, twiml));
}

export function documentOf(session: Session, twiml: string): Input {
  const parsed = parseTwiml(`<Response>${twiml}</Response>`);
  if (parsed.kind === 'refused') throw new Error(parsed.message);
  return { kind: 'document', request: session.count, source, document: parsed.document };
}

/** What inputs one after the other bring about; an effect is told in short. */
export function then(session: Session, ...inputs: Input[]) {
  const told: string[] = [];
  let now = session;
  for (const input of inputs) {
    const step = interpret(now, input);
    now = step.session;
    told.push(...step.effects.filter(({ kind }) => kind !== 'trace').map(inShort));
  }
  return { session: now, told };
}

/** The timer that was set last has run out. */
export const lastTimer = ({ count }: Session): Input => ({ kind: 'elapsed', timer: count });

function inShort(effect: Effect): string {
  switch (effect.kind) {
    case 'ask':
    case 'tell':
      return `${effect.kind} ${effect.source.method} ${effect.source.url} ${new URLSearchParams(effect.parameters)}`.trim();
    case 'say':
      return `say ${effect.text}`;
    case 'wait':
      return `wait ${effect.milliseconds}`;
    case 'play':
      return `play ${effect.url} ×${effect.times}`;
    case 'press':
      return `press ${effect.digits}`;
    case 'reject':
      return `reject ${effect.reason}`;
    case 'error':
      return `error ${effect.code}`;
    case 'enqueue':
      return `enqueue ${effect.name}`;
    case 'leave-queue':
      return `leave queue, ${effect.result}${effect.tell === undefined ? '' : `, tell ${effect.tell.url}`}`;
    case 'end-recording':
      return effect.discard ? 'discard recording' : 'end recording';
    default:
      return effect.kind;
  }
}
