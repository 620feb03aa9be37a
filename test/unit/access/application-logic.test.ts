import { expect, test } from '@jest/globals';
import { applicationLogicOf } from '../../../lib/access/application-logic.ts';

const none = { url: '', method: 'POST', fallbackUrl: '', fallbackMethod: 'POST' } as const;
const settings = {
  ApplicationUri: '',
  ApplicationMethod: 'POST',
  ApplicationFallbackUri: '',
  ApplicationFallbackMethod: 'POST',
} as const;

// Guarantee: the number's program is asked before the account's, and each fails over to its own fallback alone.
test('number, then account, then nobody', () => {
  const account = { ...settings, ApplicationUri: 'https://a.example/', ApplicationFallbackUri: 'https://a.example/f' };
  const number = { ...none, url: 'https://n.example/', method: 'GET' as const };
  expect(applicationLogicOf(number, account)).toEqual({
    place: { url: 'https://n.example/', method: 'GET' },
    fallback: undefined,
  });
  expect(applicationLogicOf(none, account)).toEqual({
    place: { url: 'https://a.example/', method: 'POST' },
    fallback: { url: 'https://a.example/f', method: 'POST' },
  });
  expect(applicationLogicOf(none, settings)).toBeUndefined();
});
