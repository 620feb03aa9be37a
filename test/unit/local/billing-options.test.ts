import { expect, test } from '@jest/globals';
import { readBillingOptions } from '../../../lib/local/billing/options.ts';
import { described } from '../../../lib/local/billing/summary.ts';

const account = `AC${'0'.repeat(32)}`;
const remote = ['--url', 'http://127.0.0.1:1/', '--sid', account, '--token', 'secret'];

// Guarantee: a command line that cannot be obeyed is answered by one sentence that says what is wrong.
test.each([
  [[], 'Which period?'],
  [['--period', '2026-13'], '--period 2026-13 is not a month such as 2026-11'],
  [['--period', '2026-11', '--account', 'AC1'], "--account AC1 is not an account's SID"],
  [['--period', '2026-11', '--url', 'http://127.0.0.1:1'], '--url, --sid and --token are given together or not at all'],
  [['--period', '2026-11', ...remote, '--turn-clock'], '--turn-clock is for the platform that runs on this machine'],
  [['--period', '2026-11', '--directory', '/nowhere'], 'No platform runs in /nowhere: start one with npm start'],
  [['--perod', '2026-11'], "Unknown option '--perod'"],
  [['--verify', '--turn-clock', ...remote], '--verify changes and saves nothing'],
  [['--verify', '--period', 'November', ...remote], '--period November is not a month'],
])('%j', (args, problem) => {
  expect(readBillingOptions(args)).toEqual({ problem: expect.stringContaining(problem) });
});

// Guarantee: what is given is taken as it is; help is given whatever else is asked.
test('another platform', () => {
  expect(readBillingOptions(['--period', '2026-11', '--account', account, ...remote, '--out', 'bills'])).toEqual({
    what: 'close',
    period: '2026-11',
    account,
    url: 'http://127.0.0.1:1',
    operator: { accountSid: account, authToken: 'secret' },
    turnClockAt: undefined,
    out: 'bills',
  });
  expect(readBillingOptions(['--verify', ...remote])).toMatchObject({ what: 'verify', period: undefined });
  expect(readBillingOptions(['--help'])).toBe('help');
});

// Guarantee: an account for which the period has not begun is told, not left out.
test('nothing to show', () => {
  const Account = {
    Sid: account,
    FriendlyName: 'New',
    TimeZone: 'UTC',
    Role: 'tenant',
    DateCreated: '2027-02-01T00:00:00Z',
  };
  const text = described({
    account: Account,
    kind: 'nothing',
    document: undefined,
    files: [],
    closableAt: 0,
    period: '2027-01',
  });
  expect(text).toContain('2027-01 has no statement and no preview');
});
