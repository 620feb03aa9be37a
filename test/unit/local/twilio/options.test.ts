import { expect, test } from '@jest/globals';
import { readTwilioOptions } from '../../../../lib/local/twilio/options.ts';

// Guarantee: options end at the program's name; whatever follows is the program's own.
test.each([
  [['python', 'app.py', '--help'], { command: ['python', 'app.py', '--help'], tenant: undefined, credentials: true }],
  [['--tenant', 'Acme', 'ls', '-l'], { command: ['ls', '-l'], tenant: 'Acme' }],
  [['--tenant=Acme', '--no-credentials', 'ls'], { command: ['ls'], tenant: 'Acme', credentials: false }],
  [['--directory', 'd', '--', '-odd'], { command: ['-odd'], directory: 'd' }],
])('%j', (words, expected) => {
  expect(readTwilioOptions(words)).toMatchObject(expected);
});

// Guarantee: help is asked for before the program only, and what is misspelt or missing is said.
test('help and problems', () => {
  expect(readTwilioOptions(['--help'])).toBe('help');
  expect(readTwilioOptions(['-h', 'ls'])).toBe('help');
  expect(readTwilioOptions(['--tennant', 'ls'])).toMatchObject({ problem: expect.stringContaining('--tennant') });
  expect(readTwilioOptions(['--tenant'])).toMatchObject({ problem: expect.stringContaining('--tenant') });
  expect(readTwilioOptions([])).toMatchObject({ problem: expect.stringContaining('Which program?') });
});
