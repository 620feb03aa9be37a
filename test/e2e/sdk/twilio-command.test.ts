import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { repository } from '../../../lib/local/repository.ts';
import { type RunningPlatform, startPlatform } from '../../../lib/local/start-platform.ts';
import { python } from './recipes.ts';
import { runProgram, succeeds } from './run-program.ts';

const directory = mkdtempSync(join(tmpdir(), 'tallyline-twilio-'));
const unchanged = join(repository, 'test', 'e2e', 'sdk', 'unchanged');

let platform: RunningPlatform;
beforeAll(async () => {
  platform = await startPlatform({ directory, port: 0 });
});
afterAll(async () => {
  await platform?.close();
  rmSync(directory, { recursive: true, force: true });
});

const twilio = (...words: string[]): [string, ...string[]] => [
  process.execPath,
  join(repository, 'lib', 'local', 'twilio.ts'),
  '--directory',
  directory,
  ...words,
];

// Guarantee: a Node program with the official SDK, in which nothing was changed, calls through the platform, and its own
// check of the signatures lets every request of the platform's pass.
test('a Node program with the SDK', async () => {
  expect(readFileSync(join(unchanged, 'reminder.mjs'), 'utf8')).not.toMatch(/tallyline/i);
  const { output, complaints } = await runProgram(twilio('node', join(unchanged, 'reminder.mjs')));
  expect([output, complaints]).toEqual(['completed, 2 signed requests\n', '']);
});

// Guarantee: so does a Python program with the official SDK; what is not offered it hears in the SDK's own exception.
test('a Python program with the SDK', async () => {
  if (!(await succeeds([python, '-c', 'import twilio'])))
    return console.log(
      `npm run twilio: Python's SDK skipped, ${python} cannot import twilio (TWILIO_PYTHON names another)`,
    );
  expect(readFileSync(join(unchanged, 'notice_sdk.py'), 'utf8')).not.toMatch(/tallyline/i);
  const { output, complaints } = await runProgram(twilio(python, join(unchanged, 'notice_sdk.py')));
  expect(output).toBe('Doors open at six.\n404 20404\n');
  expect(complaints).toContain('verify.twilio.com');
  console.log("npm run twilio: Python's SDK ran");
});

// Guarantee: so does a Python program with no SDK at all; another host than Twilio's it cannot reach, and is told why.
test('a Python program with the standard library', async () => {
  if (!(await succeeds([python, '--version']))) return console.log('npm run twilio: Python skipped, there is none');
  expect(readFileSync(join(unchanged, 'notice.py'), 'utf8')).not.toMatch(/tallyline/i);
  const { output, complaints } = await runProgram(twilio(python, join(unchanged, 'notice.py')));
  expect(output).toMatch(/^Doors open at six\.\nTunnel connection failed: 403 example\.com is refused/);
  expect(complaints).toContain('example.com');
});

// Guarantee: Node's own fetch goes the same way, to a region's host too, and as whichever tenant was named.
test('fetch, as the second tenant', async () => {
  const second = platform.tenants[1];
  const program = `const { TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: token } = process.env;
    const authorization = 'Basic ' + btoa(sid + ':' + token);
    const url = 'https://api.dublin.ie1.twilio.com/2010-04-01/Accounts/' + sid + '.json';
    console.log((await (await fetch(url, { headers: { authorization } })).json()).friendly_name);`;
  const ended = await runProgram(
    twilio('--tenant', second?.friendlyName ?? '', 'node', '--input-type=module', '-e', program),
  );
  expect(ended).toEqual({ code: 0, output: `${second?.friendlyName}\n`, complaints: '' });
});

// Guarantee: input, output and exit code are the program's own; what npm has set is not in its environment.
test('the program is alone with its terminal', async () => {
  const ended = await runProgram(twilio('sh', '-c', 'cat; env | grep -c "^npm_"; exit 7'), {
    input: 'what it reads\n',
    env: { ...process.env, npm_config_prefix: '/nowhere' },
  });
  expect(ended).toEqual({ code: 7, output: 'what it reads\n0\n', complaints: '' });
});

// Guarantee: a signal that asks the command to end reaches the program, whose answer to it is the command's.
test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s', async (signal) => {
  const program = `process.on('${signal}', () => process.exit(9)); setInterval(() => undefined, 60_000); console.log('ready');`;
  const [name, ...rest] = twilio('node', '-e', program);
  const command = spawn(name, rest, { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(command.stdout, 'data');
  command.kill(signal);
  expect(await once(command, 'close')).toEqual([9, null]);
});

// Guarantee: what cannot be is one sentence and an exit code, as shells have it.
test.each([
  [['--tenant', 'Nobody', 'true'], 1, 'There is no tenant Nobody. There are: Acme Deliveries'],
  [['no-such-program'], 127, 'There is no program no-such-program'],
  [['--misspelt', 'true'], 1, '--misspelt'],
  [[], 1, 'Which program?'],
  [['--directory', '/nowhere', 'true'], 1, 'No platform runs in /nowhere: start one with npm start'],
])('%j is refused', async (words, code, sentence) => {
  const ended = await runProgram(twilio(...words));
  expect([ended.code, ended.output]).toEqual([code, '']);
  expect(ended.complaints).toContain(sentence);
});

// Guarantee: the authority's private key is for this user only, and no program's certificate is made by it at a second use.
test('the authority is kept', async () => {
  const file = join(directory, 'authority.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const before = readFileSync(file, 'utf8');
  expect((await runProgram(twilio('true'))).code).toBe(0);
  expect(readFileSync(file, 'utf8')).toBe(before);
});
