import { expect, test } from '@jest/globals';
import { askedBefore, type Failure, nextAsked, timeLeft } from '../../../functions/call/next-asked.ts';
import type { State } from '../../../functions/call/question.ts';

const begin: State = {
  accountSid: 'AC1',
  callSid: 'CA1',
  kind: 'voice',
  method: 'POST',
  stored: false,
  failures: 0,
  spent: 0,
  url: 'https://host/voice',
  fallbackUrl: 'https://host/fallback',
  fallbackMethod: 'GET',
};
const failed = (failure: '4xx' | '5xx' | 'ct' | 'rt' | undefined): Failure => ({
  kind: 'refusal',
  code: 11200,
  message: '',
  failure,
});

/** The URLs that are asked, one after another, when each fails alike and takes so long. */
function asked(state: State, failure: Failure, milliseconds = 10): string[] {
  const urls: string[] = [];
  for (let next: State | undefined = state; next !== undefined && urls.length < 20; ) {
    urls.push(next.url ?? '');
    next = nextAsked({ state: next, input: { Digits: '1' }, idempotencyToken: 't' }, failure, milliseconds);
  }
  return urls.map((url) => new URL(url).pathname);
}

// Guarantee: who is asked, how often, and when the fallback's turn comes, is what the URL's overrides say.
test.each<[string, string, Failure, string[]]>([
  ['nothing said: once more, whatever it was', '', failed('4xx'), ['/voice', '/voice', '/fallback']],
  ['a document that is none', '', { kind: 'refusal', code: 12100, message: '' }, ['/voice', '/voice', '/fallback']],
  ['no retries', '#rc=0', failed('ct'), ['/voice', '/fallback']],
  ['two, after a connection that failed', '#rc=2', failed('ct'), ['/voice', '/voice', '/voice', '/fallback']],
  ['two, but not after an answer', '#rc=2', failed('5xx'), ['/voice', '/fallback']],
  ['three after an answer', '#rc=3&rp=5xx', failed('5xx'), ['/voice', '/voice', '/voice', '/voice', '/fallback']],
  ['never for a document', '#rc=3&rp=all', { kind: 'refusal', code: 12100, message: '' }, ['/voice', '/fallback']],
])('%s', (_case, fragment, failure, expected) => {
  expect(asked({ ...begin, url: begin.url + fragment }, failure)).toEqual(expected);
});

// Guarantee: attempts of one URL share its total time; the last one gets what is left.
test('the total time', () => {
  const state = { ...begin, url: `${begin.url}#rc=5&rp=all&tt=1000` };
  expect(asked(state, failed('rt'), 400)).toEqual(['/voice', '/voice', '/voice', '/fallback']);
  expect(timeLeft({ ...state, spent: 400 })).toEqual({ millisecondsLeft: 600 });
  expect(timeLeft(begin)).toEqual({});
});

// Guarantee: a fallback has overrides of its own, and is told what failed; a retry asks what the first attempt asked.
test('the fallback', () => {
  const state = { ...begin, url: `${begin.url}#rc=0`, fallbackUrl: 'https://host/fallback#rc=1&rp=all' };
  expect(asked(state, failed('5xx'))).toEqual(['/voice', '/fallback', '/fallback']);
  const next = nextAsked({ state, input: { Digits: '7' }, idempotencyToken: 'token' }, failed('5xx'), 5);
  expect(next).toMatchObject({
    errorCode: 11200,
    errorUrl: state.url,
    method: 'GET',
    failures: 0,
    spent: 0,
    token: 'token',
  });
  expect(next && askedBefore(next)).toEqual({ Digits: '7' });
});

// Guarantee: what lies with the call is not asked twice, and without a fallback the call hears the documented message.
test('nobody left to ask', () => {
  const { fallbackUrl: _none, ...alone } = begin;
  expect(asked(alone, failed('5xx'))).toEqual(['/voice', '/voice']);
  expect(
    nextAsked({ state: { ...alone, stored: true }, input: {}, idempotencyToken: '' }, failed(undefined), 1),
  ).toBeUndefined();
});
