import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { startStage } from './program.ts';

const caller = '+14155550177';
const number = '+12125550100';

/** A folder for the state, gone after the test. */
function folder() {
  const path = mkdtempSync(join(tmpdir(), 'carrier-'));
  return { stateFile: join(path, 'carrier.json'), path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

const program = { '/voice': '<Response><Record timeout="1"/></Response>' };

// Guarantee: numbers, finished recordings and phones are there after a restart, and no half-written file.
test('the state outlives a restart', async () => {
  using kept = folder();
  let recording = '';
  let audio = Buffer.alloc(0);
  {
    await using stage = await startStage(program, { stateFile: kept.stateFile });
    await stage.buy(number, { VoiceUrl: `${stage.programUrl}/voice`, StatusCallback: 'https://program.example/s' });
    stage.carrier.phone(caller).says('remember me').dials(number);
    await stage.clock.advanceBy('20s');
    recording = [...stage.carrier.network.recordings.keys()][0] ?? '';
    audio = await wav(stage.carrier, recording);
  }
  expect(readdirSync(kept.path)).toEqual(['carrier.json']);
  await using stage = await startStage(program, { stateFile: kept.stateFile });
  const { body } = await stage.rest('GET', 'IncomingPhoneNumbers.json');
  expect(body.incoming_phone_numbers[0]).toMatchObject({
    phone_number: number,
    status_callback: 'https://program.example/s',
  });
  expect((await wav(stage.carrier, recording)).equals(audio)).toBe(true);
  expect(audio.length).toBeGreaterThan(44 + 16_000);
  expect(stage.carrier.network.phones.get(caller)?.script.steps).toEqual([{ act: 'says', text: 'remember me' }]);
});

async function wav({ url, network }: { url: string; network: { accountSid: string; authToken: string } }, sid: string) {
  const { accountSid, authToken } = network;
  const response = await fetch(`${url}/2010-04-01/Accounts/${accountSid}/Recordings/${sid}.wav`, {
    headers: { authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` },
  });
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

// Guarantee: a file that is no state is named, and left as it is.
test('an unreadable state', async () => {
  using kept = folder();
  writeFileSync(kept.stateFile, '{"version":1,');
  await expect(startStage({}, { stateFile: kept.stateFile })).rejects.toThrow(kept.stateFile);
  expect(readFileSync(kept.stateFile, 'utf8')).toBe('{"version":1,');
});

// Guarantee: a snapshot put back brings numbers and phones, and nothing else stays.
test('a snapshot', async () => {
  await using stage = await startStage({});
  await stage.buy(number, { VoiceUrl: 'https://program.example/v' });
  stage.carrier.phone(caller).busy();
  const { body: snapshot } = await stage.control('GET', 'snapshot');
  await stage.control('POST', 'reset');
  await stage.buy('+12125550101');
  expect((await stage.control('PUT', 'snapshot', snapshot)).status).toBe(200);
  expect((await stage.control('GET', 'snapshot')).body).toEqual(snapshot);
  expect((await stage.control('PUT', 'snapshot', { version: 2 })).status).toBe(400);
});
