import { asksAgain, leastMilliseconds, overridesOf } from '../../lib/connection/overrides.ts';
import type { Refusal } from '../../lib/error/catalogue.ts';
import type { ProgramFailure } from '../../lib/program/ask-program.ts';
import type { SignedParameters } from '../../lib/program/signature.ts';
import type { Question, State } from './question.ts';

/** Why there are no instructions: the program's failure, or what is wrong with its document. */
export type Failure = Refusal | ProgramFailure;

/** A link's state has 4 KB in base64url; what had happened goes along where it fits beside the URLs. */
const charactersMax = 2_500;

/**
 * Whom to ask after a failure that took so many milliseconds: the same URL again, as its connection overrides wish, or
 * once where they do not say; then the fallback with `ErrorCode` and `ErrorUrl`; undefined: nobody. What lies with the
 * call is the same at every attempt, and is not asked again. Every attempt asks the same,
 * under the same token. Pure.
 */
export function nextAsked(
  { state, input, idempotencyToken }: Pick<Question, 'state' | 'input' | 'idempotencyToken'>,
  failure: Failure,
  milliseconds: number,
): State | undefined {
  const next = { ...state, ...asAsked(state, input, idempotencyToken) };
  const spent = state.spent + Math.round(milliseconds);
  if (!state.stored && triesAgain(state, failure, spent)) return { ...next, failures: state.failures + 1, spent };
  if (state.fallbackUrl === undefined) return undefined;
  return {
    ...next,
    url: state.fallbackUrl,
    method: state.fallbackMethod ?? 'POST',
    stored: false,
    failures: 0,
    spent: 0,
    errorCode: failure.code,
    errorUrl: state.url,
    fallbackUrl: undefined, // nobody is asked after it
    fallbackMethod: undefined,
  };
}

function triesAgain(state: State, failure: Failure, spent: number): boolean {
  const { retries, totalMilliseconds } = overridesOf(state.url ?? '');
  const made = state.failures + 1;
  const isFallback = state.errorCode !== undefined;
  if (retries === undefined) return made === 1 && !isFallback;
  const kind = 'failure' in failure ? failure.failure : undefined;
  return asksAgain(retries, made, kind) && totalMilliseconds - spent >= leastMilliseconds;
}

/** What earlier attempts have left of a URL's own total time; nothing is said where the URL asks for no retries. */
export function timeLeft({ url = '', spent }: State): { readonly millisecondsLeft?: number } {
  const { retries, totalMilliseconds } = overridesOf(url);
  return retries === undefined ? {} : { millisecondsLeft: Math.max(totalMilliseconds - spent, leastMilliseconds) };
}

/** What had happened when this was first asked; undefined at a first attempt, whose webhook tells it. */
export const askedBefore = ({ input }: State): SignedParameters | undefined =>
  input === undefined ? undefined : Object.fromEntries(new URLSearchParams(input));

/** After the next failure the URL is there once more, as the ErrorUrl of its fallback. */
function asAsked(
  { url = '', fallbackUrl = '' }: State,
  input: SignedParameters,
  token: string,
): Pick<State, 'input' | 'token'> {
  const encoded = new URLSearchParams(input).toString();
  const characters = encoded.length + token.length + url.length + Math.max(url.length, fallbackUrl.length);
  return characters <= charactersMax ? { input: encoded, token } : {};
}
