import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type BillingStage, startBillingStage } from './deaths/billing-stage.ts';
import { bills } from './deaths/stories/bills.ts';
import { prices } from './deaths/stories/prices.ts';
import { type Deaths, dieEverywhere, summary } from './deaths/story.ts';

const stories = [...prices, ...bills];
const all: Deaths[] = [];
let stage: BillingStage;
beforeAll(async () => {
  stage = await startBillingStage();
});
afterAll(async () => {
  await stage?.close();
  console.log(summary(all));
});

// Guarantee: wherever a function of billing dies, before or after whatever it asks of whomsoever, its caller's repeating it ends as if nothing
// had happened: the same prices, lines, balances, bills and objects, each once (quality.md, "Crash points").
test.each(stories)('$name', async (story) => {
  all.push(await dieEverywhere(story, stage));
  expect(all.at(-1)?.answer).toBeGreaterThan(0);
});
