import { expect, test } from '@jest/globals';
import { optOutTypeOf } from '../../../functions/sms/opt-out-keyword.ts';

// Guarantee: Twilio's keywords, and only they alone, stop, start and ask for help.
test.each([
  ...['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'stop', ' Stop \n'].map((body) => [body, 'STOP']),
  ...['START', 'YES', 'UNSTOP', 'yes'].map((body) => [body, 'START']),
  ...['HELP', 'INFO', 'help'].map((body) => [body, 'HELP']),
  ...['', 'STOP it', 'Please stop', 'STOP.', 'S T O P', 'constructor', '__proto__', 'ЅТОР'].map((b) => [b, undefined]),
])('%j is %s', (body, type) => {
  expect(optOutTypeOf(body ?? '')).toBe(type);
});
