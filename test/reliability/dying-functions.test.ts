import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { callbacks } from './deaths/stories/callbacks.ts';
import { calls } from './deaths/stories/calls.ts';
import { conferences } from './deaths/stories/conferences.ts';
import { endpoints } from './deaths/stories/endpoints.ts';
import { messages } from './deaths/stories/messages.ts';
import { reconciliation } from './deaths/stories/reconciliation.ts';
import { recordings } from './deaths/stories/recordings.ts';
import { type Deaths, dieEverywhere, summary } from './deaths/story.ts';
import { startVoiceStage, type VoiceStage } from './deaths/voice-stage.ts';

const stories = [...callbacks, ...calls, ...messages, ...recordings, ...conferences, ...endpoints, ...reconciliation];
let stage: VoiceStage;
const all: Deaths[] = [];

beforeAll(async () => {
  stage = await startVoiceStage();
});
afterAll(async () => {
  await stage?.close();
  console.log(summary(all));
});

// Guarantee: wherever a function dies, before or after whatever it asks of whomsoever, its caller's repeating it ends as if nothing had happened:
// table, bucket, carrier and what the program heard (quality.md, "Crash points").
test.each(stories)('$name', async (story) => {
  all.push(await dieEverywhere(story, stage));
  expect(all.at(-1)?.answer).toBeGreaterThan(0);
});
