import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { repository } from '../../lib/local/repository.ts';
import { offeredOperations } from './offered.ts';
import { type Operation, operationOf, operations } from './operations.ts';
import { type Exchange, recordedClient } from './recorded-client.ts';
import { account } from './stories/account.ts';
import { application } from './stories/application.ts';
import { balance } from './stories/balance.ts';
import { call } from './stories/call.ts';
import { callerId } from './stories/caller-id.ts';
import { conference } from './stories/conference.ts';
import { key } from './stories/key.ts';
import { notification } from './stories/notification.ts';
import { availableNumber, number } from './stories/number.ts';
import { queue } from './stories/queue.ts';
import { recording } from './stories/recording.ts';
import { media, sms } from './stories/sms.ts';
import { stream } from './stories/stream.ts';
import { token } from './stories/token.ts';
import { transcription } from './stories/transcription.ts';
import { usage, usageTrigger } from './stories/usage.ts';
import { tablePath, withTable } from './table.ts';
import { contradictions } from './validator.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let offered: readonly Operation[];
const validated = new Set<string>();

beforeAll(async () => {
  world = await startWorld();
  offered = await offeredOperations();
});
afterAll(() => world.close());

/** What the exchanges since `from` say against the document; those that agree count as validated. */
function objections(exchanges: readonly Exchange[]): string[] {
  return exchanges.flatMap(({ method, path, status, body }) => {
    const operation = operationOf(method, path);
    if (operation === undefined) return [`${method} ${path} is no operation of the document`];
    const found = contradictions(operation, status, body);
    if (found.length === 0 && status < 300) validated.add(operation.id);
    return found.map((each) => `${operation.id} ${status}: ${each} ${status < 300 ? '' : JSON.stringify(body)}`);
  });
}

const stories = {
  account,
  key,
  token,
  availableNumber,
  number,
  application,
  call,
  callerId,
  notification,
  sms,
  media,
  recording,
  transcription,
  conference,
  queue,
  stream,
  usage,
  usageTrigger,
  balance,
};

// Guarantee: what the official SDK gets from each resource is what Twilio's document says, to the last property.
test.each(Object.entries(stories))('%s', async (_name, story) => {
  const before = world.exchanges.length;
  await story(world);
  const made = world.exchanges.slice(before);
  expect(made).not.toEqual([]);
  expect([...new Set(objections(made))]).toEqual([]);
});

// Guarantee: nothing is claimed by a route table that has not been asked for and found right.
test('every operation that is offered has been validated', () => {
  console.info(`implemented ${offered.length} of ${operations.length} operations, ${validated.size} validated`);
  expect(offered.map(({ id }) => id).filter((id) => !validated.has(id))).toEqual([]);
});

// Guarantee: what is not offered says so, in Twilio's own form, and never with the gateway's words.
test('every other operation answers 404 with 20404', async () => {
  const claimed = new Set(offered.map(({ id }) => id));
  const asked: Exchange[] = [];
  const client = recordedClient(world.tenant, (exchange) => asked.push(exchange));
  for (const { id, method, path } of operations) {
    if (claimed.has(id)) continue;
    const filled = path.replace('{AccountSid}', world.tenant.sid).replaceAll(/\{[^}]+\}/g, `XX${'0'.repeat(32)}`);
    await client.request({ method: method.toLowerCase() as 'get', uri: `https://api.twilio.com${filled}` });
  }
  expect(asked).toHaveLength(operations.length - claimed.size);
  for (const { method, path, status, body } of asked) {
    expect({ method, path, status, body }).toMatchObject({
      status: 404,
      body: { code: 20404, status: 404, message: expect.stringContaining('not offered by this platform') },
    });
  }
});

// Guarantee: the documentation tells what is offered, as it is. To refresh it: npm run operations
test('the table of operations is up to date', async () => {
  const text = readFileSync(`${repository}/${tablePath}`, 'utf8');
  expect(text).toBe(withTable(text, offered));
});
