import { expect, test } from '@jest/globals';
import { readExportOptions } from '../../../lib/local/export/options.ts';

const account = `AC${'0'.repeat(32)}`;
const given = ['--account', account, '--period', '2026-11'];
const remote = ['--url', 'http://127.0.0.1:1/', '--sid', account, '--token', 'secret'];

// Guarantee: a command line that cannot be obeyed is answered by one sentence that says what is wrong.
test.each([
  [[], 'Whose?'],
  [['--account', 'AC1'], 'Whose?'],
  [['--account', account], 'Which period?'],
  [['--account', account, '--period', '2026-13'], '--period 2026-13 is not a month such as 2026-11'],
  [['--account', account, '--day', '3 November'], '--day 3 November is not a day such as 2026-11-03'],
  [[...given, '--day', '2026-11-03'], 'Give --period or --day, not both'],
  [[...given, '--what', 'money'], '--what money is neither ledger nor usage'],
  [[...given, '--format', 'xls'], '--format xls is neither csv nor jsonl'],
  [[...given, '--token', 'secret'], '--url, --sid and --token are given together or not at all'],
  [[...given, '--directory', '/nowhere'], 'No platform runs in /nowhere'],
  [['--perod', '2026-11'], "Unknown option '--perod'"],
])('%j', (args, problem) => {
  expect(readExportOptions(args)).toEqual({ problem: expect.stringContaining(problem) });
});

// Guarantee: the path is the one of what was asked, and the file is named for it.
test('what is asked', () => {
  expect(readExportOptions([...given, '--what', 'usage', '--format', 'jsonl', ...remote])).toEqual({
    path: `/v1/Accounts/${account}/Exports/usage.jsonl?Period=2026-11`,
    url: 'http://127.0.0.1:1',
    operator: { accountSid: account, authToken: 'secret' },
    out: `.local/exports/${account}-2026-11-usage.jsonl`,
  });
  expect(readExportOptions(['--help'])).toBe('help');
});
