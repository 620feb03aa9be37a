import { expect } from '@jest/globals';

type Page<Item> = {
  readonly instances: readonly Item[];
  readonly nextPageUrl?: string;
  nextPage(): Promise<Page<Item>> | undefined;
  previousPage(): Promise<Page<Item>> | undefined;
};

/** A list of the official SDK, with the ways in which it reads. */
type Listed<Item> = {
  list(options: { limit?: number; pageSize?: number }): Promise<Item[]>;
  each(options: { pageSize?: number; limit?: number; callback: (item: Item) => void; done: () => void }): void;
  page(options: { pageSize: number }): Promise<Page<Item>>;
  getPage(url: string): Promise<Page<Item>>;
};

/**
 * Reads a list of three or more in every way that the SDK has, and answers what it holds, by name. However it is cut, it
 * holds the same in the same order, each once.
 */
export async function readInEveryWay<Item>(listed: Listed<Item>, nameOf: (item: Item) => string): Promise<string[]> {
  const named = (items: readonly Item[]) => items.map(nameOf);
  const all = named(await listed.list({}));
  expect(all.length).toBeGreaterThanOrEqual(3);
  expect(new Set(all).size).toBe(all.length);
  expect(named(await listed.list({ pageSize: 2 }))).toEqual(all);
  expect(named(await listed.list({ limit: 2 }))).toEqual(all.slice(0, 2));
  expect(named(await listed.list({ limit: 2, pageSize: 1 }))).toEqual(all.slice(0, 2));
  expect(named(await eachOf(listed, { pageSize: 2 }))).toEqual(all);
  expect(named(await eachOf(listed, { limit: 1, pageSize: 1 }))).toEqual(all.slice(0, 1));

  const first = await listed.page({ pageSize: 2 });
  expect(first.previousPage()).toBeUndefined();
  const paged = named(first.instances);
  let last = first;
  for (let page = await first.nextPage(); page !== undefined; page = await page.nextPage()) {
    paged.push(...named(page.instances));
    last = page;
  }
  expect(paged).toEqual(all);
  const back = named(last.instances);
  for (let page = await last.previousPage(); page !== undefined; page = await page.previousPage())
    back.unshift(...named(page.instances));
  expect(back).toEqual(all);
  const second = await listed.getPage(first.nextPageUrl ?? '');
  expect(named(second.instances)).toEqual(all.slice(2, 4));
  expect(named((await second.previousPage())?.instances ?? [])).toEqual(all.slice(0, 2));
  return all;
}

const eachOf = <Item>(listed: Listed<Item>, options: { pageSize?: number; limit?: number }): Promise<Item[]> =>
  new Promise((resolve) => {
    const seen: Item[] = [];
    listed.each({ ...options, callback: (item) => seen.push(item), done: () => resolve(seen) });
  });

const dayMilliseconds = 86_400_000;

/** Days around an instant, at midnight GMT, as a program hands them to the SDK. */
export function daysAround(at: Date): { readonly before: Date; readonly day: Date; readonly after: Date } {
  const midnight = Math.floor(at.getTime() / dayMilliseconds) * dayMilliseconds;
  return {
    before: new Date(midnight - dayMilliseconds),
    day: new Date(midnight),
    after: new Date(midnight + dayMilliseconds),
  };
}
