import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { RealClock } from '../../../lib/carrier/embedded/clock/real-clock.ts';
import { repository } from '../../../lib/local/repository.ts';
import { startStage } from './program.ts';

const number = '+12125550100';

/** A carrier in real time, and the terminal phone beside it. */
async function startPhone() {
  const stage = await startStage(
    {
      '/voice': '<Response><Gather numDigits="2" action="/g"><Say>Which</Say></Gather></Response>',
      '/g': ({ parameters }) => `<Response><Say>${parameters['Digits']}</Say></Response>`,
      '/sms': '<Response><Message>pong</Message></Response>',
    },
    { clock: new RealClock() },
  );
  await stage.buy(number, { VoiceUrl: `${stage.programUrl}/voice`, SmsUrl: `${stage.programUrl}/sms` });
  const directory = mkdtempSync(join(tmpdir(), 'phone-'));
  writeFileSync(
    join(directory, 'platform.json'),
    JSON.stringify({ pid: process.pid, control: { url: stage.carrier.controlUrl } }),
  );
  const run = async (words: readonly string[], typed = '', at = directory) => {
    const phone = spawn(process.execPath, ['lib/local/phone.ts', ...words, '--directory', at], { cwd: repository });
    phone.stdin.end(typed);
    const [out, error, [code]] = await Promise.all([text(phone.stdout), text(phone.stderr), once(phone, 'close')]);
    return { out: out.trim().split('\n'), error, code };
  };
  const close = async () => {
    rmSync(directory, { recursive: true });
    await stage.close();
  };
  return { run, [Symbol.asyncDispose]: close };
}

// Guarantee: from a terminal, or a pipe, a number can be dialled, keys pressed, and what is said read as it is said.
test('dial and press keys', async () => {
  await using phone = await startPhone();
  const { out, code } = await phone.run(['dial', number, '--from', '+14155550188'], '1\n2\n');
  expect(out).toEqual([
    `Dialling ${number} from +14155550188.`,
    '  < Which',
    '  > [1]',
    '  > [2]',
    '  < 12',
    'The call has ended: completed, 1 s.',
  ]);
  expect(code).toBe(0);
});

// Guarantee: a text is sent and its answer printed; it can be read again later.
test('text', async () => {
  await using phone = await startPhone();
  expect((await phone.run(['text', number, 'ping'])).out.at(-1)).toBe(`${number}: pong`);
  expect((await phone.run(['texts'])).out.at(-1)).toContain(`${number}: pong`);
});

// Guarantee: help is given, and what cannot be done is said in one sentence with a code that scripts see.
test('refusals', async () => {
  await using phone = await startPhone();
  expect((await phone.run(['--help'])).out[0]).toContain('A phone in the terminal');
  const nobody = await phone.run(['dial', '+12125550999']);
  expect([nobody.code, nobody.error.trim()]).toEqual([
    1,
    'Nobody has bought +12125550999 here, so it cannot be reached',
  ]);
  const nowhere = await phone.run(['texts'], '', '/nowhere');
  expect([nowhere.code, nowhere.error.trim()]).toEqual([1, 'No platform runs in /nowhere: start one with npm start']);
  expect((await phone.run(['dial', '--form', '+1'])).error).toContain("'--form'");
});
