import { expect } from '@jest/globals';
import { type Asked, live } from './life.ts';
import { differences, type Item, masked, portraitOf } from './portrait.ts';

/** A use case as its caller has it done. */
export type Use = {
  /** One attempt; whether its caller is content: a queue with a message that did not fail, a client with an answer that is not to be tried again. */
  readonly attempt: () => Promise<boolean>;
  /** What its caller lets pass before it repeats itself: the lease of an Idempotency-Key. It passes in the undisturbed run, too. */
  readonly pause?: () => Promise<unknown>;
};

/** What a story needs, made anew for each of its runs. */
export type Plot = {
  readonly use: Use;
  /** Lets what follows by itself happen: what is due later, what was put into a queue. */
  readonly settle?: (() => Promise<unknown>) | undefined;
  /** What must be the same at the end beside the table: objects, what the carrier has, what a program heard at least once. */
  readonly outside?: () => Promise<unknown> | unknown;
};

/** One use case, and what its caller does: the function dies at each of its requests, and whoever called repeats itself. */
export type Story<Stage> = {
  readonly name: string;
  readonly begin: (stage: Stage) => Promise<Plot>;
  /** All that the use case changes is in the table: what the story needs is made once, and brought back for each of its runs. */
  readonly changesTableOnly?: true;
  /**
   * What it may also come to, as an undisturbed run of its own: a carrier that was asked, or perhaps was, is not asked again
   * (docs/decisions/007), so what died on the way to it ends as what never got there.
   */
  readonly orElse?: (stage: Stage) => Promise<Plot>;
};

/** Where stories happen: what they have put into the table, and how it becomes what it was before any of them. */
export type Table = {
  /** What is otherwise than before any story. */
  readonly items: () => Promise<Item[]>;
  /** Brings back what was before any story, or with `items` what was then; and forgets what was left beside the table. */
  readonly restore: (items?: readonly Item[]) => Promise<unknown>;
};

/** As often as a queue brings a message before it is a dead letter (maxReceiveCount in serverless.yml). */
const attemptsMax = 5;

/** Makes a plot anew, or brings back the one that was made. */
function beginning<Stage extends Table>({ begin, changesTableOnly }: Story<Stage>, stage: Stage) {
  let made: { readonly plot: Plot; readonly items: readonly Item[] } | undefined;
  return async (): Promise<Plot> => {
    if (made !== undefined && changesTableOnly) {
      await stage.restore(made.items);
      return made.plot;
    }
    await stage.restore();
    const plot = await begin(stage);
    made = { plot, items: await stage.items() };
    return plot;
  };
}

/** How a plot ends whose first attempt lives for so many requests; undefined: nothing disturbs it. */
async function told(begin: () => Promise<Plot>, stage: Table, requests?: number) {
  const { use, settle, outside } = await begin();
  const first = await live(requests ?? Number.POSITIVE_INFINITY, use.attempt);
  await use.pause?.();
  let isDone = requests === undefined && first.answer === true;
  for (let attempts = 1; !isDone && requests !== undefined && attempts < attemptsMax; attempts += 1) {
    isDone = await use.attempt();
    if (!isDone) await use.pause?.();
  }
  await settle?.();
  const beside = outside === undefined ? [] : [`outside: ${masked(await outside())}`];
  return { ...first, isDone, end: [...portraitOf(await stage.items()), ...beside] };
}

/** How often each was about to be asked when the function died; `answer`: it had asked all, and nobody got its answer; `orElse`: how often it came to that. */
export type Deaths = Readonly<Partial<Record<DeathBefore, number>>>;
type DeathBefore = Asked | 'answer' | 'orElse';

/** At so many points a use case dies in `npm test`; fewer, where what it needs is made anew for each. */
const pointsMax = { anew: 8, restored: 20 } as const;

/**
 * After how many requests a function that asks these dies: after none, after all, and beside each that is not the table's; then
 * as many others as there may be, spread over the rest.
 */
function pointsOf(asked: readonly Asked[], most: number): number[] {
  const all = [...asked.keys(), asked.length];
  const isBesideTable = (point: number) =>
    [asked[point - 1], asked[point]].some((whom) => (whom ?? 'table') !== 'table');
  const isFirst = (point: number) => point === 0 || point === asked.length || isBesideTable(point);
  const [first, rest] = [all.filter(isFirst), all.filter((point) => !isFirst(point))];
  const others = spread(rest, Math.max(2, most - first.length));
  return [...spread(first, most), ...others].sort((one, other) => one - other);
}

/** Some of many, as far from one another as may be, the first and the last among them. */
function spread(all: readonly number[], most: number): readonly number[] {
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, index) => all[Math.round((index * (all.length - 1)) / (most - 1))] ?? 0);
}

/**
 * Has a story's function die before its first request, after its last one, and between any two; its caller repeats itself. Each time it must end
 * as the run that nothing disturbed. Of many points some are tried, unless `DEATHS=all`. Answers the deaths.
 */
export async function dieEverywhere<Stage extends Table>(story: Story<Stage>, stage: Stage): Promise<Deaths> {
  const { name, orElse } = story;
  const begin = beginning(story, stage);
  const undisturbed = await told(begin, stage);
  const other = orElse && (await told(beginning({ name, begin: orElse }, stage), stage));
  expect({ isDone: undisturbed.isDone, other: other?.isDone ?? true }).toEqual({ isDone: true, other: true });
  const deaths: Partial<Record<DeathBefore, number>> = {};
  const dieAfter = async (requests: number) => {
    const { diedAsking, isDone, end } = await told(begin, stage, requests);
    const expected = other !== undefined && isSame(other.end, end) ? other.end : undisturbed.end;
    const place = { story: name, requests, diedAsking };
    const difference = differences(expected, end);
    expect({ ...place, isDone, ...difference }).toEqual({ ...place, isDone: true, missing: [], surplus: [] });
    const before: DeathBefore = diedAsking ?? 'answer';
    deaths[before] = (deaths[before] ?? 0) + 1;
    if (expected === other?.end) deaths.orElse = (deaths.orElse ?? 0) + 1;
  };
  for (const requests of pointsOf(undisturbed.asked, pointsMaxOf(story))) await dieAfter(requests);
  // What the first run knew already, a later one may have to ask for.
  for (let more = 1; deaths.answer === undefined; more += 1) await dieAfter(undisturbed.asked.length + more);
  return deaths;
}

function pointsMaxOf({ changesTableOnly }: Story<never>): number {
  if (process.env['DEATHS'] === 'all') return Number.POSITIVE_INFINITY;
  return changesTableOnly ? pointsMax.restored : pointsMax.anew;
}

/** What all the stories' deaths come to, in a line. */
export function summary(all: readonly Deaths[]): string {
  const count = (of: DeathBefore) => all.reduce((sum, deaths) => sum + (deaths[of] ?? 0), 0);
  const places = (['table', 'bucket', 'queue', 'carrier', 'program'] as const).map(
    (of) => `${count(of)} before the ${of}`,
  );
  const deaths = all.flatMap(({ orElse: _, ...each }) => Object.values(each)).reduce((sum, each) => sum + each, 0);
  return (
    `${all.length} use cases, ${deaths} deaths: ${places.join(', ')} was asked, ${count('answer')} before the answer; repeated, ` +
    `each ended as if nothing had happened, ${count('orElse')} as if the carrier had not been there`
  );
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  const { missing, surplus } = differences(one, other);
  return missing.length + surplus.length === 0;
}
