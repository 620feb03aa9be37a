import { afterAll, beforeAll, describe } from '@jest/globals';
import { World } from '../world.ts';
import { accounts } from './accounts.ts';
import { applications } from './applications.ts';
import { availableNumbers } from './available-numbers.ts';
import { calls } from './calls.ts';
import { conferences } from './conferences.ts';
import { incomingNumbers } from './incoming-numbers.ts';
import { keys } from './keys.ts';
import { logs } from './logs.ts';
import { media } from './media.ts';
import { messages } from './messages.ts';
import { notifications } from './notifications.ts';
import { outgoingCallerIds } from './outgoing-caller-ids.ts';
import { participants } from './participants.ts';
import { queues } from './queues.ts';
import { recordings } from './recordings.ts';
import { tokens } from './tokens.ts';
import { usageRecords } from './usage-records.ts';
import { usageTriggers } from './usage-triggers.ts';

// One platform for all: each resource's file says what it guarantees. `npm test -- test/e2e/sdk -t calls` runs one of them.
let world: World;
beforeAll(async () => {
  Object.assign(process.env, {
    ICE_SERVERS: 'stun:stun.example.com,turn:turn.example.com',
    TURN_SECRET: 'shared with the TURN server',
  });
  world = await World.start();
});
afterAll(() => world?.close());

const started = () => world;

describe('accounts', () => accounts(started));
describe('keys', () => keys(started));
describe('tokens', () => tokens(started));
describe('available numbers', () => availableNumbers(started));
describe('incoming numbers', () => incomingNumbers(started));
describe('applications', () => applications(started));
describe('outgoing caller ids', () => outgoingCallerIds(started));
describe('calls', () => calls(started));
describe('messages', () => messages(started));
describe('media', () => media(started));
describe('recordings', () => recordings(started));
describe('conferences', () => conferences(started));
describe('participants', () => participants(started));
describe('queues', () => queues(started));
describe('notifications', () => notifications(started));
describe('usage records', () => usageRecords(started));
describe('usage triggers', () => usageTriggers(started));
describe('logs', () => logs(started)); // last: it reads what all have left
