import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { repository } from '../../../lib/local/repository.ts';
import { World } from '../world.ts';
import { recipes } from './recipes.ts';
import { runProgram } from './run-program.ts';

const languages = Object.entries(recipes);
const body = 'Grüße + "quotes" & more';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world?.close());

// Guarantee: with ten lines an official SDK speaks to the platform: it places a call, and reads what was sent letter by letter.
test.each(languages)('%s', async (language, { prepare }) => {
  const prepared = await prepare();
  if ('lacks' in prepared) return console.log(`docs/sdk: ${language} skipped, ${prepared.lacks}`);
  const tenant = await world.enrol(language);
  const number = await tenant.rentNumber();
  const message = await tenant.client.messages.create({ from: number, to: '+14155550111', body });

  const { output, complaints } = await runProgram(prepared.command, {
    env: {
      ...process.env,
      TALLYLINE_URL: world.platform.platform.url,
      TWILIO_ACCOUNT_SID: tenant.sid,
      TWILIO_AUTH_TOKEN: tenant.authToken,
      TWILIO_PHONE_NUMBER: number,
    },
  });

  const [call] = await tenant.client.calls.list();
  expect({ output: output.trim().split('\n'), complaints: call === undefined ? complaints : '' }).toEqual({
    output: [`call ${call?.sid} queued`, `message ${message.sid} ${body}`],
    complaints: '',
  });
  console.log(`docs/sdk: ${language} ran`);
});

// Guarantee: a recipe has at most ten lines.
test.each(languages.filter(([language]) => language !== 'Node'))('the recipe for %s', (_, { file }) => {
  const lines = readFileSync(join(repository, 'docs/sdk', file), 'utf8')
    .split('\n')
    .map((line) => line.trim());
  const [from, to] = ['The recipe', 'End of the recipe'].map((title) =>
    lines.findIndex((line) => line.endsWith(title)),
  );
  const recipe = lines.slice(Number(from) + 1, to).filter((line) => line !== '');
  expect(recipe.length).toBeGreaterThan(0);
  expect(recipe.length).toBeLessThanOrEqual(10);
});
